using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Ports;
using LlamaOrch.Core.Sessions;
using LlamaOrch.Storage.Rows;
using LlamaOrch.Storage.Sqlite.Database;

namespace LlamaOrch.Storage.Sqlite.Sessions;

/// <summary>Sessions in SQLite.</summary>
/// <param name="database">The database.</param>
public sealed class SqliteSessionStore(SqliteDatabase database) : ISessionStore
{
    /// <inheritdoc/>
    public ValueTask<SessionState?> FindAsync(SessionId sessionId, CancellationToken cancellationToken)
    {
        object? found = database.Read(session => session.Scalar(
            "SELECT document FROM sessions WHERE session_id = $1", sessionId.Value));
        return new(found is byte[] document
            ? database.Rows.Read(RowKind.Session, () => sessionId.Value, () => SessionDocument.Read(document))
            : null);
    }

    /// <inheritdoc/>
    public ValueTask SaveAsync(SessionId sessionId, SessionState state, CancellationToken cancellationToken)
    {
        byte[] document = SessionDocument.Write(state);
        return new(database.WriteAsync(session => session.Run(
            "INSERT INTO sessions (session_id, expires_us, document) VALUES ($1, $2, $3)"
            + " ON CONFLICT (session_id) DO UPDATE SET expires_us = excluded.expires_us, document = excluded.document",
            sessionId.Value,
            SessionRows.Expiry(state),
            document)));
    }

    /// <inheritdoc/>
    public ValueTask DeleteAsync(SessionId sessionId, CancellationToken cancellationToken) =>
        new(database.WriteAsync(session => session.Run(
            "DELETE FROM sessions WHERE session_id = $1", sessionId.Value)));

    /// <inheritdoc/>
    public async ValueTask<int> DeleteExpiredAsync(DateTimeOffset now, int most, CancellationToken cancellationToken)
    {
        int count = 0;
        await database.WriteAsync(session => count = session.Run(
            "DELETE FROM sessions WHERE session_id IN"
            + " (SELECT session_id FROM sessions WHERE expires_us <= $1 LIMIT $2)",
            TaskRows.Write(now),
            most));
        return count;
    }
}
