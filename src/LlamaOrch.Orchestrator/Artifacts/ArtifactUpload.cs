using System.Security.Cryptography;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Artifacts;

namespace LlamaOrch.Orchestrator.Artifacts;

/// <summary>Reads what somebody sends: small things into memory, larger ones into a file, neither twice.</summary>
internal sealed class ArtifactUpload(ArtifactFiles files, ArtifactLimits limits, TimeProvider time)
{
    private const int ChunkBytes = 64 * 1024;

    /// <summary>Reads to the end; null when it is larger than everything that may be kept.</summary>
    /// <exception cref="IOException">It can't be written down.</exception>
    public async Task<NewArtifact?> ReadAsync(
        Stream body, string contentType, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] chunk = new byte[ChunkBytes];
        int first = await body.ReadAtLeastAsync(
            chunk.AsMemory(0, Math.Min(ChunkBytes, limits.InlineBytesMax + 1)),
            limits.InlineBytesMax + 1,
            throwOnEndOfStream: false,
            cancellationToken);
        hash.AppendData(chunk, 0, first);
        if (first <= limits.InlineBytesMax)
            return new NewArtifact(Entry(hash, contentType, first), chunk.AsMemory(0, first));

        FileStream file = files.Begin();
        try
        {
            long size = first;
            await file.WriteAsync(chunk.AsMemory(0, first), cancellationToken);
            while (await body.ReadAsync(chunk, cancellationToken) is > 0 and int count)
            {
                size += count;
                if (size > limits.BytesMax)
                {
                    ArtifactFiles.Discard(file);
                    return null;
                }

                hash.AppendData(chunk, 0, count);
                await file.WriteAsync(chunk.AsMemory(0, count), cancellationToken);
            }

            return new NewArtifact(Entry(hash, contentType, size), Content: null, file);
        }
        catch
        {
            ArtifactFiles.Discard(file);
            throw;
        }
    }

    private ArtifactEntry Entry(IncrementalHash hash, string contentType, long size) => new()
    {
        ArtifactId = Sha256Digest.Of(hash.GetHashAndReset()),
        Kind = ArtifactKind.Upload,
        ContentType = contentType,
        SizeBytes = size,
        StoredAt = time.GetUtcNow(),
    };
}
