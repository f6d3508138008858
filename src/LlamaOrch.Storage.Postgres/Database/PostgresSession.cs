using Npgsql;

namespace LlamaOrch.Storage.Postgres.Database;

/// <summary>What every session tells the server when it begins.</summary>
internal static class PostgresSession
{
    // A commit returns when it is on the server's disk, whatever the server's own setting. The rest is for a client
    // whose machine is gone without a word: the server finds out within 25 s instead of two hours, and its locks go.
    // Nothing of ours leaves a transaction open while it thinks.
    private const string Settings =
        "SET synchronous_commit = on; SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 5;"
        + " SET tcp_keepalives_count = 3; SET tcp_user_timeout = 20000;"
        + " SET idle_in_transaction_session_timeout = 10000; SET default_transaction_isolation = 'read committed'";

    /// <summary>Tells it.</summary>
    public static void Prepare(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(Settings, connection);
        command.ExecuteNonQuery();
    }

    /// <summary>Tells it.</summary>
    public static async Task PrepareAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(Settings, connection);
        await command.ExecuteNonQueryAsync();
    }
}
