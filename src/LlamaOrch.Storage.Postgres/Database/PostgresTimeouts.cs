using Npgsql;

namespace LlamaOrch.Storage.Postgres.Database;

/// <summary>
/// Bounds of what a server that hangs may cost. An address that states its own (<c>Timeout</c>,
/// <c>Command Timeout</c>, seconds) keeps them.
/// </summary>
internal static class PostgresTimeouts
{
    private const int ConnectSeconds = 3;
    private const int CommandSeconds = 5;
    private const int KeepAliveSeconds = 5;

    /// <summary>The settings with their bounds.</summary>
    public static NpgsqlConnectionStringBuilder Bound(NpgsqlConnectionStringBuilder settings)
    {
        if (!settings.ShouldSerialize("Timeout"))
            settings.Timeout = ConnectSeconds;
        if (!settings.ShouldSerialize("Command Timeout"))
            settings.CommandTimeout = CommandSeconds;
        // A server that does not answer a statement does not answer its cancellation either: the connection is given
        // up at once, and the statement with it.
        settings.CancellationTimeout = -1;
        settings.TcpKeepAlive = true;
        settings.TcpKeepAliveTime = KeepAliveSeconds;
        settings.TcpKeepAliveInterval = KeepAliveSeconds;
        return settings;
    }
}
