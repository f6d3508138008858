using Npgsql;

namespace LlamaOrch.Storage.Postgres.Database;

/// <summary>The session of a server that holds the lock on a database.</summary>
/// <param name="ProcessId">The server's process that serves it.</param>
/// <param name="StartedAt">When that process began, by the server's clock: process ids are used again.</param>
/// <param name="Silence">
/// How long it has been idle, by the server's clock; null while it runs a statement, and where the server tells
/// nothing about other sessions.
/// </param>
internal sealed record LockHolder(int ProcessId, DateTime StartedAt, TimeSpan? Silence)
{
    // 'llorch' in ASCII: any number would do that nobody else uses in this database.
    private const long Key = 0x6c6c6f726368;

    private const string Columns =
        "SELECT pid, backend_start, CASE WHEN state = 'idle' THEN"
        + " (extract(epoch FROM clock_timestamp() - state_change) * 1000)::bigint END FROM pg_stat_activity";

    /// <summary>Takes the lock for as long as the session lives; false when another session has it.</summary>
    public static bool TryTake(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand($"SELECT pg_try_advisory_lock({Key})", connection);
        return (bool)command.ExecuteScalar()!;
    }

    /// <summary>This session itself.</summary>
    public static LockHolder Self(NpgsqlConnection connection) =>
        Read(connection, $"{Columns} WHERE pid = pg_backend_pid()")
        ?? throw new InvalidOperationException("the server does not list this session");

    /// <summary>Who has the lock; null when nobody has it any more.</summary>
    public static LockHolder? Find(NpgsqlConnection connection) => Read(
        connection,
        $"{Columns} WHERE pid = (SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1"
        + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        + $" AND classid::bigint = {Key >> 32} AND objid::bigint = {Key & 0xffff_ffff})");

    /// <summary>Ends it: its lock goes, and what it has not committed is undone.</summary>
    public void Terminate(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("SELECT pg_terminate_backend($1)", connection)
        {
            Parameters = { new NpgsqlParameter<int> { TypedValue = ProcessId } },
        };
        command.ExecuteNonQuery();
    }

    /// <summary>Whether both are one session.</summary>
    public bool IsSame(LockHolder? other) =>
        other is not null && (ProcessId, StartedAt) == (other.ProcessId, other.StartedAt);

    private static LockHolder? Read(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        using NpgsqlDataReader row = command.ExecuteReader();
        if (!row.Read())
            return null;
        TimeSpan? silence = row.IsDBNull(2) ? null : TimeSpan.FromMilliseconds(row.GetInt64(2));
        return new LockHolder(row.GetInt32(0), row.IsDBNull(1) ? default : row.GetDateTime(1), silence);
    }
}
