namespace LlamaOrch.TestKit.Files;

/// <summary>A directory of a test's own, gone with the test.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    /// <summary>Its absolute path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("llorch-test-").FullName;

    /// <summary>A path below it.</summary>
    public string File(params string[] names) => System.IO.Path.Combine([Path, .. names]);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
