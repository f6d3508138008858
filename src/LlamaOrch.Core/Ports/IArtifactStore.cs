using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Artifacts;

namespace LlamaOrch.Core.Ports;

/// <summary>
/// The index of artifacts, with the content of small ones. Every method fails with <see cref="StorageException"/> when
/// the store can't do it; nothing is half done then.
/// </summary>
public interface IArtifactStore
{
    /// <summary>
    /// Keeps artifacts of different content; durable when this returns. One that is there already becomes as young as
    /// this, and an upload if it is one now. Returns how many bytes were added.
    /// </summary>
    ValueTask<long> SaveAsync(IReadOnlyList<StoredArtifact> artifacts, CancellationToken cancellationToken);

    /// <summary>An artifact; null when there is none.</summary>
    ValueTask<StoredArtifact?> FindAsync(Sha256Digest artifactId, CancellationToken cancellationToken);

    /// <summary>The latest record of a task; null when there is none.</summary>
    ValueTask<Sha256Digest?> FindOfTaskAsync(TaskId taskId, CancellationToken cancellationToken);

    /// <summary>Up to <paramref name="count"/> artifacts of a kind, the oldest first.</summary>
    ValueTask<IReadOnlyList<ArtifactEntry>> OldestAsync(
        ArtifactKind kind, int count, CancellationToken cancellationToken);

    /// <summary>Forgets artifacts; those that are not there are fine.</summary>
    ValueTask DeleteAsync(IReadOnlyList<Sha256Digest> artifactIds, CancellationToken cancellationToken);

    /// <summary>Size of all artifacts together, bytes.</summary>
    ValueTask<long> TotalBytesAsync(CancellationToken cancellationToken);
}
