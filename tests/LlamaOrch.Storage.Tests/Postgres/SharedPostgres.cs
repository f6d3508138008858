using LlamaOrch.TestKit.Databases;
using Xunit;

namespace LlamaOrch.Storage.Tests.Postgres;

/// <summary>One server for a class of tests; each test has a database of its own.</summary>
public sealed class SharedPostgres : IAsyncLifetime
{
    /// <summary>
    /// How long a server may take to end the session of a store that was just closed; shorter than the silence after
    /// which a session counts as dead.
    /// </summary>
    public static readonly TimeSpan HandoverMax = TimeSpan.FromSeconds(3);

    /// <summary>The server.</summary>
    public PostgresServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await PostgresServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
