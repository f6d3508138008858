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
        """
        CREATE TABLE models (
            model_id TEXT PRIMARY KEY,
            document BLOB NOT NULL
        );
        CREATE TABLE artifacts (
            digest TEXT PRIMARY KEY,
            kind TEXT NOT NULL,
            content_type TEXT NOT NULL,
            size_bytes INTEGER NOT NULL,
            stored_us INTEGER NOT NULL,
            task_id TEXT,
            content BLOB
        );
        CREATE INDEX artifacts_by_age ON artifacts (kind, stored_us);
        CREATE INDEX artifacts_by_task ON artifacts (task_id) WHERE task_id IS NOT NULL;
        """,
        """
        CREATE TABLE nodes (
            node_id TEXT PRIMARY KEY,
            document BLOB NOT NULL
        );
        """,
        """
        CREATE TABLE owner (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            epoch INTEGER NOT NULL,
            holder TEXT NOT NULL
        );
        INSERT INTO owner (one, epoch, holder) VALUES (1, 0, '');
        """,
    ];
}
