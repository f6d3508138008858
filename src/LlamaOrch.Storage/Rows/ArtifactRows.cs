using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Artifacts;

namespace LlamaOrch.Storage.Rows;

/// <summary>How parts of an artifact stand in its row, the same in every store.</summary>
public static class ArtifactRows
{
    /// <summary>The word of an upload; what has it once keeps it.</summary>
    public const string Upload = "upload";

    /// <summary>The word of a task's record.</summary>
    public const string Record = "record";

    /// <summary>The word of a kind.</summary>
    public static string Write(ArtifactKind kind) => kind == ArtifactKind.Upload ? Upload : Record;

    /// <summary>An entry out of the columns of its row.</summary>
    public static ArtifactEntry Read(
        string digest, string kind, string contentType, long sizeBytes, long storedUs, string? taskId) => new()
        {
            ArtifactId = Sha256Digest.TryParse(digest, out Sha256Digest id)
                ? id
                : throw new InvalidOperationException($"'{digest}' in the store is no digest"),
            Kind = kind == Upload ? ArtifactKind.Upload : ArtifactKind.Record,
            ContentType = contentType,
            SizeBytes = sizeBytes,
            StoredAt = TaskRows.ReadTime(storedUs),
            TaskId = taskId is null ? null : new TaskId(taskId),
        };
}
