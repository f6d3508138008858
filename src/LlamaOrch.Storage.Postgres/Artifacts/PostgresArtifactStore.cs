using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Artifacts;
using LlamaOrch.Core.Ports;
using LlamaOrch.Storage.Postgres.Database;
using LlamaOrch.Storage.Rows;
using Npgsql;

namespace LlamaOrch.Storage.Postgres.Artifacts;

/// <summary>The index of artifacts in PostgreSQL.</summary>
/// <param name="database">The database.</param>
public sealed class PostgresArtifactStore(PostgresDatabase database) : IArtifactStore
{
    private const string Columns = "digest, kind, content_type, size_bytes, stored_us, task_id";

    // A row that was inserted has no earlier version, so no transaction that ended one: xmax is 0.
    private const string Insert =
        $"INSERT INTO llorch_artifacts ({Columns}, content)"
        + " SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::text[],"
        + " $7::bytea[])"
        + " ON CONFLICT (digest) DO UPDATE SET stored_us = excluded.stored_us,"
        + " kind = CASE WHEN llorch_artifacts.kind = 'upload' THEN 'upload' ELSE excluded.kind END"
        + " RETURNING CASE WHEN xmax = 0 THEN size_bytes ELSE 0 END";

    /// <inheritdoc/>
    public async ValueTask<long> SaveAsync(
        IReadOnlyList<StoredArtifact> artifacts, CancellationToken cancellationToken)
    {
        List<long> added = await database.ExecuteAsync(
            Insert,
            row => row.GetInt64(0),
            [
                artifacts.Select(artifact => artifact.Entry.ArtifactId.Value).ToArray(),
                artifacts.Select(artifact => ArtifactRows.Write(artifact.Entry.Kind)).ToArray(),
                artifacts.Select(artifact => artifact.Entry.ContentType).ToArray(),
                artifacts.Select(artifact => artifact.Entry.SizeBytes).ToArray(),
                artifacts.Select(artifact => TaskRows.Write(artifact.Entry.StoredAt)).ToArray(),
                artifacts.Select(artifact => artifact.Entry.TaskId?.Value).ToArray(),
                artifacts.Select(artifact => artifact.Content?.ToArray()).ToArray(),
            ],
            cancellationToken);
        return added.Sum();
    }

    /// <inheritdoc/>
    public async ValueTask<StoredArtifact?> FindAsync(Sha256Digest artifactId, CancellationToken cancellationToken) =>
        (await database.QueryAsync(
            $"SELECT {Columns}, content FROM llorch_artifacts WHERE digest = $1",
            row => Entry(row) is ArtifactEntry entry
                ? new StoredArtifact(
                    entry, row.IsDBNull(6) ? (ReadOnlyMemory<byte>?)null : row.GetFieldValue<byte[]>(6))
                : null,
            [artifactId.Value],
            cancellationToken)).SingleOrDefault();

    /// <inheritdoc/>
    public async ValueTask<Sha256Digest?> FindOfTaskAsync(TaskId taskId, CancellationToken cancellationToken) =>
        (await database.QueryAsync(
            $"SELECT {Columns} FROM llorch_artifacts WHERE task_id = $1 ORDER BY stored_us DESC LIMIT 1",
            Entry,
            [taskId.Value],
            cancellationToken)).SingleOrDefault()?.ArtifactId;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ArtifactEntry>> OldestAsync(
        ArtifactKind kind, int count, CancellationToken cancellationToken)
    {
        List<ArtifactEntry?> oldest = await database.QueryAsync(
            $"SELECT {Columns} FROM llorch_artifacts WHERE kind = $1 ORDER BY stored_us LIMIT $2",
            Entry,
            [ArtifactRows.Write(kind), count],
            cancellationToken);
        return [.. oldest.OfType<ArtifactEntry>()];
    }

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(
        IReadOnlyList<Sha256Digest> artifactIds, CancellationToken cancellationToken) => await database.ExecuteAsync(
            "DELETE FROM llorch_artifacts WHERE digest = ANY ($1)",
            [artifactIds.Select(id => id.Value).ToArray()],
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<long> TotalBytesAsync(CancellationToken cancellationToken) =>
        (await database.QueryAsync(
            "SELECT coalesce(sum(size_bytes), 0)::bigint FROM llorch_artifacts",
            row => row.GetInt64(0),
            [],
            cancellationToken)).Single();

    private ArtifactEntry? Entry(NpgsqlDataReader row) =>
        database.Rows.Read(RowKind.Artifact, () => row.GetString(0), () => Read(row));

    private static ArtifactEntry Read(NpgsqlDataReader row) => ArtifactRows.Read(
        row.GetString(0),
        row.GetString(1),
        row.GetString(2),
        row.GetInt64(3),
        row.GetInt64(4),
        row.IsDBNull(5) ? null : row.GetString(5));
}
