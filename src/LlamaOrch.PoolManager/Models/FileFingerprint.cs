namespace LlamaOrch.PoolManager.Models;

/// <summary>What tells that a file may have changed without reading it.</summary>
/// <param name="SizeBytes">Its size.</param>
/// <param name="ModifiedTicks">When it was written last, ticks of UTC.</param>
internal readonly record struct FileFingerprint(long SizeBytes, long ModifiedTicks)
{
    /// <summary>The fingerprint of a file, of its target for a link; null when it can't be seen.</summary>
    public static FileFingerprint? Of(string path)
    {
        try
        {
            FileSystemInfo target = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) ?? new FileInfo(path);
            return target is FileInfo { Exists: true } file
                ? new FileFingerprint(file.Length, file.LastWriteTimeUtc.Ticks)
                : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
