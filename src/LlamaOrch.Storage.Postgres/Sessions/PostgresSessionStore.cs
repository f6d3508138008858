using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Ports;
using LlamaOrch.Core.Sessions;
using LlamaOrch.Storage.Postgres.Database;
using LlamaOrch.Storage.Rows;

namespace LlamaOrch.Storage.Postgres.Sessions;

/// <summary>Sessions in PostgreSQL.</summary>
/// <param name="database">The database.</param>
public sealed class PostgresSessionStore(PostgresDatabase database) : ISessionStore
{
    /// <inheritdoc/>
    public async ValueTask<SessionState?> FindAsync(SessionId sessionId, CancellationToken cancellationToken)
    {
        List<byte[]> found = await database.QueryAsync(
            "SELECT document FROM llorch_sessions WHERE session_id = $1",
            row => (byte[])row[0],
            [sessionId.Value],
            cancellationToken);
        return found is [byte[] document]
            ? database.Rows.Read(RowKind.Session, () => sessionId.Value, () => SessionDocument.Read(document))
            : null;
    }

    /// <inheritdoc/>
    public async ValueTask SaveAsync(
        SessionId sessionId, SessionState state, CancellationToken cancellationToken) =>
        await database.ExecuteAsync(
            "INSERT INTO llorch_sessions (session_id, expires_us, document) VALUES ($1, $2, $3)"
            + " ON CONFLICT (session_id) DO UPDATE SET expires_us = excluded.expires_us, document = excluded.document",
            [sessionId.Value, SessionRows.Expiry(state), SessionDocument.Write(state)],
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(SessionId sessionId, CancellationToken cancellationToken) =>
        await database.ExecuteAsync(
            "DELETE FROM llorch_sessions WHERE session_id = $1", [sessionId.Value], cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<int> DeleteExpiredAsync(DateTimeOffset now, int most, CancellationToken cancellationToken) =>
        await database.ExecuteAsync(
            "DELETE FROM llorch_sessions WHERE session_id IN"
            + " (SELECT session_id FROM llorch_sessions WHERE expires_us <= $1 LIMIT $2)",
            [TaskRows.Write(now), most],
            cancellationToken);
}
