using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Artifacts;
using LlamaOrch.Core.Ports;
using LlamaOrch.Storage.Rows;
using LlamaOrch.Storage.Sqlite.Database;
using Microsoft.Data.Sqlite;

namespace LlamaOrch.Storage.Sqlite.Artifacts;

/// <summary>The index of artifacts in SQLite.</summary>
/// <param name="database">The database.</param>
public sealed class SqliteArtifactStore(SqliteDatabase database) : IArtifactStore
{
    private const string Columns = "digest, kind, content_type, size_bytes, stored_us, task_id";

    /// <inheritdoc/>
    public async ValueTask<long> SaveAsync(
        IReadOnlyList<StoredArtifact> artifacts, CancellationToken cancellationToken)
    {
        long added = 0;
        await database.WriteAsync(session => added = artifacts.Sum(artifact => Save(session, artifact)));
        return added;
    }

    /// <inheritdoc/>
    public ValueTask<StoredArtifact?> FindAsync(Sha256Digest artifactId, CancellationToken cancellationToken) =>
        new(database.Read(session => session.Query(
            $"SELECT {Columns}, content FROM artifacts WHERE digest = $1",
            row => Entry(row) is ArtifactEntry entry
                ? new StoredArtifact(entry, row.IsDBNull(6) ? (ReadOnlyMemory<byte>?)null : (byte[])row[6])
                : null,
            artifactId.Value)).SingleOrDefault());

    /// <inheritdoc/>
    public ValueTask<Sha256Digest?> FindOfTaskAsync(TaskId taskId, CancellationToken cancellationToken) =>
        new(database.Read(session => session.Query(
            $"SELECT {Columns} FROM artifacts WHERE task_id = $1 ORDER BY stored_us DESC LIMIT 1",
            Entry,
            taskId.Value)).SingleOrDefault()?.ArtifactId);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ArtifactEntry>> OldestAsync(
        ArtifactKind kind, int count, CancellationToken cancellationToken) =>
        new([.. database.Read(session => session.Query(
            $"SELECT {Columns} FROM artifacts WHERE kind = $1 ORDER BY stored_us LIMIT $2",
            Entry,
            ArtifactRows.Write(kind),
            count)).OfType<ArtifactEntry>()]);

    /// <inheritdoc/>
    public ValueTask DeleteAsync(IReadOnlyList<Sha256Digest> artifactIds, CancellationToken cancellationToken) =>
        new(database.WriteAsync(session =>
        {
            foreach (Sha256Digest id in artifactIds)
                session.Run("DELETE FROM artifacts WHERE digest = $1", id.Value);
        }));

    /// <inheritdoc/>
    public ValueTask<long> TotalBytesAsync(CancellationToken cancellationToken) =>
        new(database.Read(session => (long?)session.Scalar("SELECT sum(size_bytes) FROM artifacts")) ?? 0);

    private static long Save(SqliteSession session, StoredArtifact artifact)
    {
        ArtifactEntry entry = artifact.Entry;
        string kind = ArtifactRows.Write(entry.Kind);
        int known = session.Run(
            "UPDATE artifacts SET stored_us = $2, kind = CASE WHEN kind = 'upload' THEN kind ELSE $3 END"
            + " WHERE digest = $1",
            entry.ArtifactId.Value,
            TaskRows.Write(entry.StoredAt),
            kind);
        if (known > 0)
            return 0;
        session.Run(
            $"INSERT INTO artifacts ({Columns}, content) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            entry.ArtifactId.Value,
            kind,
            entry.ContentType,
            entry.SizeBytes,
            TaskRows.Write(entry.StoredAt),
            entry.TaskId?.Value,
            artifact.Content?.ToArray());
        return entry.SizeBytes;
    }

    private ArtifactEntry? Entry(SqliteDataReader row) =>
        database.Rows.Read(RowKind.Artifact, () => row.GetString(0), () => Read(row));

    private static ArtifactEntry Read(SqliteDataReader row) => ArtifactRows.Read(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetInt64(3),
        row.GetInt64(4),
        row.IsDBNull(5) ? null : row.GetString(5));
}
