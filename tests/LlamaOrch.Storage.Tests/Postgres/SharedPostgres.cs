using LlamaOrch.TestKit.Databases;
using Xunit;

namespace LlamaOrch.Storage.Tests.Postgres;

/// <summary>One server for a class of tests; each test has a database of its own.</summary>
public sealed class SharedPostgres : IAsyncLifetime
{
    /// <summary>The server.</summary>
    public PostgresServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await PostgresServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
