using System.Net.Sockets;
using Npgsql;

namespace LlamaOrch.Storage.Postgres.Database;

/// <summary>What it looks like when the server, or the way to it, fails.</summary>
internal static class PostgresFailures
{
    /// <summary>Whether an exception says so; others are defects of ours.</summary>
    // The server's errors come as they are; a connection can also fail below Npgsql.
    public static bool Is(Exception failure) =>
        failure is NpgsqlException or TimeoutException or SocketException or IOException or ObjectDisposedException;
}
