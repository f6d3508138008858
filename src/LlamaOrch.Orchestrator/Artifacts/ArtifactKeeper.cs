using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Artifacts;
using LlamaOrch.Core.Ports;
using LlamaOrch.Orchestrator.Metrics;

namespace LlamaOrch.Orchestrator.Artifacts;

/// <summary>
/// Stores artifacts and removes what is too much or too old; one at a time, so that what is found to be there already
/// is not just being removed.
/// </summary>
internal sealed class ArtifactKeeper(
    IArtifactStore store, ArtifactFiles files, ArtifactLimits limits, ArtifactMetrics metrics, TimeProvider time)
    : IDisposable
{
    // Bounds what one step of retention holds in memory and in one transaction.
    private const int StepMax = 256;

    private readonly SemaphoreSlim turn = new(1, 1);
    private long totalBytes;

    /// <summary>Takes up what is there; files that an earlier life gave a name and no entry are removed.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        files.Open();
        totalBytes = await store.TotalBytesAsync(cancellationToken);
        metrics.ShowBytes(totalBytes);
        foreach (Sha256Digest id in files.All())
        {
            if (await store.FindAsync(id, cancellationToken) is null)
                files.Delete(id);
        }
    }

    /// <summary>Stores artifacts of different content.</summary>
    /// <exception cref="StorageException">They are not stored.</exception>
    /// <exception cref="IOException">They are not stored.</exception>
    public async Task SaveAsync(IReadOnlyList<NewArtifact> artifacts, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            // The file first: an entry always has its content.
            foreach (NewArtifact artifact in artifacts)
            {
                if (artifact.File is FileStream file)
                    files.Keep(file, artifact.Entry.ArtifactId);
            }

            totalBytes += await store.SaveAsync(
                [.. artifacts.Select(artifact => new StoredArtifact(artifact.Entry, artifact.Content))],
                cancellationToken);
            if (totalBytes > limits.BytesMax)
                await RemoveAsync(cancellationToken);
            metrics.ShowBytes(totalBytes);
        }
        catch
        {
            // Those that have their name by now are found by the next start.
            foreach (NewArtifact artifact in artifacts.Where(artifact => artifact.File is not null))
                ArtifactFiles.Discard(artifact.File!);
            throw;
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Removes what is too much or too old.</summary>
    /// <exception cref="StorageException">It is removed another time.</exception>
    public async Task RetainAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            await RemoveAsync(cancellationToken);
            metrics.ShowBytes(totalBytes);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>An artifact with its content; null when there is none.</summary>
    /// <exception cref="StorageException">It can't be read now.</exception>
    public async ValueTask<(ArtifactEntry Entry, Stream Content)?> FindAsync(
        Sha256Digest id, CancellationToken cancellationToken)
    {
        StoredArtifact? found = await store.FindAsync(id, cancellationToken);
        Stream? content = found?.Content is ReadOnlyMemory<byte> small
            ? new MemoryStream(small.ToArray(), writable: false)
            : found is null ? null : files.Read(id);
        return content is null ? null : (found!.Entry, content);
    }

    public void Dispose() => turn.Dispose();

    private async ValueTask RemoveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            IReadOnlyList<ArtifactEntry> records =
                await store.OldestAsync(ArtifactKind.Record, StepMax, cancellationToken);
            IReadOnlyList<ArtifactEntry> uploads =
                await store.OldestAsync(ArtifactKind.Upload, StepMax, cancellationToken);
            IReadOnlyList<ArtifactEntry> chosen = RetentionRules.Choose(
                totalBytes, records, records.Count < StepMax, uploads, limits, time.GetUtcNow());
            if (chosen.Count == 0)
                return;
            await store.DeleteAsync([.. chosen.Select(entry => entry.ArtifactId)], cancellationToken);
            foreach (ArtifactEntry entry in chosen)
            {
                totalBytes -= entry.SizeBytes;
                files.Delete(entry.ArtifactId);
            }
        }
    }
}
