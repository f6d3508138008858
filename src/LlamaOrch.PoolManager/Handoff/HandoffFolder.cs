using System.Text.Json;
using LlamaOrch.Contracts.Handoff;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Json;

namespace LlamaOrch.PoolManager.Handoff;

/// <summary>The folder of handoff files: <c>{pool_id}.json</c> each, written whole or not at all.</summary>
internal sealed class HandoffFolder(string path)
{
    /// <summary>Most files looked at; a folder with more is no handoff folder.</summary>
    public const int FilesMax = 1024;

    private const string Ending = ".json";

    /// <summary>The folder.</summary>
    public string Path => path;

    /// <summary>Makes the folder; only this user may write to it, for a file in it directs traffic.</summary>
    public void Create()
    {
        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>The files as they are now, at most <see cref="FilesMax"/>.</summary>
    /// <exception cref="IOException">The folder can't be read.</exception>
    public IReadOnlyList<HandoffEntry> List() =>
    [
        .. new DirectoryInfo(path).EnumerateFiles("*" + Ending)
            .Where(file => file.Name.EndsWith(Ending, StringComparison.Ordinal))
            .Take(FilesMax)
            .Select(file => new HandoffEntry(
                file.Name[..^Ending.Length],
                file.FullName,
                new HandoffFingerprint(file.LastWriteTimeUtc.Ticks, SizeOf(file), file.LinkTarget))),
    ];

    /// <summary>Writes a file: complete under another name first, so that no reader sees half of it.</summary>
    public void Write(HandoffFile file)
    {
        string temporary = System.IO.Path.Combine(path, $".{file.PoolId}.{Guid.NewGuid():N}.tmp");
        try
        {
            File.WriteAllBytes(
                temporary, JsonSerializer.SerializeToUtf8Bytes(file, ContractsJsonContext.Default.HandoffFile));
            File.Move(temporary, PathOf(file.PoolId), overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Deletes a pool's file; one that is not there is fine.</summary>
    public void Delete(PoolId poolId) => File.Delete(PathOf(poolId));

    private string PathOf(PoolId poolId) => System.IO.Path.Combine(path, poolId.Value + Ending);

    /// <summary>A file may be gone by the time that it is looked at.</summary>
    private static long SizeOf(FileInfo file) => file.Exists ? file.Length : 0;
}
