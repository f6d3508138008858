using System.Security.Cryptography;
using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.PoolManager.Models;

/// <summary>Reads a whole file for its digest.</summary>
internal static class FileDigest
{
    private const int ChunkBytes = 1024 * 1024;

    /// <summary>The digest; null when the file changed while it was read.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    public static Sha256Digest? Compute(string path, FileFingerprint expected, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using (var file = new FileStream(
            path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0,
            FileOptions.SequentialScan))
        {
            byte[] chunk = new byte[ChunkBytes];
            while (file.Read(chunk) is > 0 and int count)
            {
                cancellationToken.ThrowIfCancellationRequested();
                hash.AppendData(chunk, 0, count);
            }
        }

        return FileFingerprint.Of(path) == expected ? Sha256Digest.Of(hash.GetHashAndReset()) : null;
    }
}
