using LlamaOrch.Contracts.Processes;
using LlamaOrch.LlamaCpp.Native;
using LlamaOrch.TestKit.Files;

namespace LlamaOrch.LlamaCpp.Tests.Native;

[Trait("lane", "integration")]
public sealed class NativeLibraryStoreTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public static TheoryData<string> FileNames => [.. LibraryPin.Files.Select(file => file.Name)];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Untouched_library_is_verified()
    {
        NativeLibraryStore store = await CopyAsync();
        await store.EnsureAsync(null, TestContext.Current.CancellationToken);
    }

    [Theory]
    [MemberData(nameof(FileNames))]
    public async Task One_changed_bit_in_any_file_is_noticed(string name)
    {
        NativeLibraryStore store = await CopyAsync();
        await using (var file = new FileStream(Path.Combine(store.Folder, name), FileMode.Open))
        {
            file.Seek(file.Length / 2, SeekOrigin.Begin);
            int value = file.ReadByte();
            file.Seek(-1, SeekOrigin.Current);
            file.WriteByte((byte)(value ^ 1));
        }

        AssertTampered(store, name);
    }

    [Fact]
    public async Task Missing_file_is_noticed()
    {
        NativeLibraryStore store = await CopyAsync();
        File.Delete(Path.Combine(store.Folder, LibraryPin.Ggml));
        AssertTampered(store, LibraryPin.Ggml);
    }

    [Fact]
    public async Task File_too_many_is_noticed()
    {
        NativeLibraryStore store = await CopyAsync();
        await File.WriteAllTextAsync(
            Path.Combine(store.Folder, "libggml-cuda.so"), "", TestContext.Current.CancellationToken);
        AssertTampered(store, "libggml-cuda.so");
    }

    private static void AssertTampered(NativeLibraryStore store, string name)
    {
        var failure = Assert.Throws<StartupException>(store.Verify);
        Assert.Equal(ExitCode.EngineLibraryTampered, failure.Code);
        Assert.Contains(name, failure.Message, StringComparison.Ordinal);
    }

    /// <summary>A copy of the user's library under a cache folder of the test's own.</summary>
    private async Task<NativeLibraryStore> CopyAsync()
    {
        var original = new NativeLibraryStore();
        await original.EnsureAsync(null, TestContext.Current.CancellationToken);
        var copy = new NativeLibraryStore(_folder.Path);
        Directory.CreateDirectory(copy.Folder);
        foreach (LibraryFile file in LibraryPin.Files)
            File.Copy(Path.Combine(original.Folder, file.Name), Path.Combine(copy.Folder, file.Name));
        return copy;
    }
}
