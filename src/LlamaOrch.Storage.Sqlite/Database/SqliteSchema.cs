namespace LlamaOrch.Storage.Sqlite.Database;

/// <summary>
/// The tables, as steps from one version of the file to the next. A step that has been released never changes; a new
/// table or column is a new step at the end. The file's <c>user_version</c> counts the steps that it has.
/// </summary>
internal static class SqliteSchema
{
    /// <summary>All steps, in order.</summary>
    public static IReadOnlyList<string> Steps { get; } =
    [
        """
        CREATE TABLE tasks (
            task_id TEXT NOT NULL UNIQUE,
            model_id TEXT NOT NULL,
            place INTEGER NOT NULL,
            created_us INTEGER NOT NULL,
            life INTEGER NOT NULL,
            delivered INTEGER NOT NULL,
            end_number INTEGER,
            outcome BLOB,
            queue_position INTEGER NOT NULL,
            body_hash TEXT NOT NULL,
            route TEXT NOT NULL,
            correlation_id TEXT NOT NULL,
            trace_parent TEXT,
            slot BLOB NOT NULL,
            body BLOB NOT NULL
        );
        CREATE INDEX tasks_by_end ON tasks (end_number) WHERE end_number IS NOT NULL;
        """,
        """
        CREATE TABLE sessions (
            session_id TEXT NOT NULL UNIQUE,
            expires_us INTEGER NOT NULL,
            document BLOB NOT NULL
        );
        CREATE INDEX sessions_by_expiry ON sessions (expires_us);
        """,
    ];
}
