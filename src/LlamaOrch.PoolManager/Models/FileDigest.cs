using System.Security.Cryptography;
using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.PoolManager.Models;

/// <summary>Reads a whole file for its digest.</summary>
internal static class FileDigest
{
    private const int ChunkBytes = 1024 * 1024;

    /// <summary>Reads some bytes from a place on; 0 at the end.</summary>
    public delegate int Reader(Span<byte> chunk, long at);

    /// <summary>The digest; null when the file changed while it was read.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    public static Sha256Digest? Compute(string path, FileFingerprint expected, CancellationToken cancellationToken)
    {
        Sha256Digest computed;
        using (var file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0,
            FileOptions.SequentialScan))
        {
            computed = Compute((chunk, _) => file.Read(chunk), cancellationToken);
        }

        return FileFingerprint.Of(path) == expected ? computed : null;
    }

    /// <summary>The digest of what a reader gives.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    public static Sha256Digest Compute(Reader read, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] chunk = new byte[ChunkBytes];
        long at = 0;
        while (read(chunk, at) is > 0 and int count)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(chunk, 0, count);
            at += count;
        }

        return Sha256Digest.Of(hash.GetHashAndReset());
    }
}
