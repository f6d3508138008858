namespace LlamaOrch.Storage.Postgres.Database;

/// <summary>
/// The tables, as steps from one version of the database to the next. A step that has been released never changes; a
/// new table or column is a new step at the end. <c>llorch_schema</c> counts the steps that a database has.
/// </summary>
internal static class PostgresSchema
{
    /// <summary>All steps, in order.</summary>
    public static IReadOnlyList<string> Steps { get; } =
    [
        """
        CREATE TABLE llorch_tasks (
            task_id text PRIMARY KEY,
            model_id text NOT NULL,
            place bigint NOT NULL,
            created_us bigint NOT NULL,
            life integer NOT NULL,
            delivered boolean NOT NULL,
            end_number bigint,
            outcome bytea,
            queue_position integer NOT NULL,
            body_hash text NOT NULL,
            route text NOT NULL,
            correlation_id text NOT NULL,
            trace_parent text,
            slot bytea NOT NULL,
            body bytea NOT NULL
        );
        CREATE INDEX llorch_tasks_by_end ON llorch_tasks (end_number) WHERE end_number IS NOT NULL;
        """,
        """
        CREATE TABLE llorch_sessions (
            session_id text PRIMARY KEY,
            expires_us bigint NOT NULL,
            document bytea NOT NULL
        );
        CREATE INDEX llorch_sessions_by_expiry ON llorch_sessions (expires_us);
        """,
        """
        CREATE TABLE llorch_models (
            model_id text PRIMARY KEY,
            document bytea NOT NULL
        );
        CREATE TABLE llorch_artifacts (
            digest text PRIMARY KEY,
            kind text NOT NULL,
            content_type text NOT NULL,
            size_bytes bigint NOT NULL,
            stored_us bigint NOT NULL,
            task_id text,
            content bytea
        );
        CREATE INDEX llorch_artifacts_by_age ON llorch_artifacts (kind, stored_us);
        CREATE INDEX llorch_artifacts_by_task ON llorch_artifacts (task_id) WHERE task_id IS NOT NULL;
        """,
        """
        CREATE TABLE llorch_nodes (
            node_id text PRIMARY KEY,
            document bytea NOT NULL
        );
        """,
        """
        CREATE TABLE llorch_owner (
            one boolean PRIMARY KEY DEFAULT true,
            epoch bigint NOT NULL,
            holder text NOT NULL
        );
        INSERT INTO llorch_owner (epoch, holder) VALUES (0, '');
        """,
    ];
}
