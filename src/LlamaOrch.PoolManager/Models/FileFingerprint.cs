using Microsoft.Win32.SafeHandles;

namespace LlamaOrch.PoolManager.Models;

/// <summary>What tells that a file may have changed without reading it.</summary>
/// <param name="SizeBytes">Its size.</param>
/// <param name="ModifiedTicks">When it was written last, ticks of UTC.</param>
/// <param name="Number">Its number in the file system; 0 where there is none.</param>
internal readonly record struct FileFingerprint(long SizeBytes, long ModifiedTicks, long Number)
{
    /// <summary>The fingerprint of a file, of its target for a link; null when it can't be seen.</summary>
    public static FileFingerprint? Of(string path)
    {
        try
        {
            FileSystemInfo target = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) ?? new FileInfo(path);
            return target is FileInfo { Exists: true } file
                ? new FileFingerprint(file.Length, file.LastWriteTimeUtc.Ticks, FileNumber.Of(file.FullName))
                : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The fingerprint of an open file, whatever stands at its path by now.</summary>
    /// <exception cref="IOException">The system does not tell.</exception>
    /// <exception cref="ObjectDisposedException">It is closed.</exception>
    public static FileFingerprint Of(SafeFileHandle file) =>
        new(RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file).Ticks, FileNumber.Of(file));
}
