using LlamaOrch.Contracts.Ids;
using Microsoft.Win32.SafeHandles;

namespace LlamaOrch.PoolManager.Models;

/// <summary>
/// The file that an engine has loaded. It is held open for as long as the engine runs: whoever replaces it at its path
/// changes what the next engine loads, and not what this one answers with.
/// </summary>
internal sealed class LoadedFile : IDisposable
{
    private readonly SafeFileHandle handle;
    private volatile StrongBox? digest;

    private LoadedFile(string path, SafeFileHandle handle, FileFingerprint fingerprint) =>
        (Path, this.handle, Fingerprint) = (path, handle, fingerprint);

    /// <summary>Where it was found.</summary>
    public string Path { get; }

    /// <summary>The file as it was when it was opened.</summary>
    public FileFingerprint Fingerprint { get; }

    /// <summary>Its digest; null until it has been computed.</summary>
    public Sha256Digest? Digest
    {
        get => digest?.Value;
        set => digest = value is Sha256Digest known ? new StrongBox(known) : null;
    }

    /// <summary>Whether the file at the path is still this one, unchanged.</summary>
    public bool IsAtPath => FileFingerprint.Of(Path) == Fingerprint;

    /// <summary>
    /// Whether nobody has written into it since it was opened. An engine that maps its file answers with what was
    /// written there, so that no digest is known for it any more.
    /// </summary>
    public bool IsIntact
    {
        get
        {
            try
            {
                return FileFingerprint.Of(handle) == Fingerprint;
            }
            catch (Exception failure) when (failure is IOException or ObjectDisposedException
                or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }

    /// <summary>Opens a file before its engine is started; null when it can't be read.</summary>
    public static LoadedFile? Open(string path)
    {
        try
        {
            SafeFileHandle handle = File.OpenHandle(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return new LoadedFile(path, handle, FileFingerprint.Of(handle));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Reads it for its digest, from wherever it lies by now; null when it has changed meanwhile.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="ObjectDisposedException">Its engine has ended.</exception>
    public Sha256Digest? Compute(CancellationToken cancellationToken)
    {
        Sha256Digest computed = FileDigest.Compute(
            (chunk, at) => RandomAccess.Read(handle, chunk, at), cancellationToken);
        return IsIntact ? computed : null;
    }

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();

    private sealed record StrongBox(Sha256Digest Value);
}
