using LlamaOrch.Core.Ports;
using LlamaOrch.Storage.Postgres.Database;
using LlamaOrch.Storage.Postgres.Fleet;
using LlamaOrch.Storage.Tests.Fleet;
using Xunit;

namespace LlamaOrch.Storage.Tests.Postgres;

public sealed class PostgresNodeStoreTests(SharedPostgres shared) : NodeStoreTests, IClassFixture<SharedPostgres>
{
    private string address = null!;

    public override async ValueTask InitializeAsync() => address = await shared.Server.CreateDatabaseAsync();

    protected override (INodeStore Nodes, IDisposable Store) Open()
    {
        var database = PostgresDatabase.Open(address, SharedPostgres.HandoverMax);
        return (new PostgresNodeStore(database), database);
    }
}
