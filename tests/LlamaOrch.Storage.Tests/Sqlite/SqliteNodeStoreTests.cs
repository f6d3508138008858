using LlamaOrch.Core.Ports;
using LlamaOrch.Storage.Sqlite.Database;
using LlamaOrch.Storage.Sqlite.Fleet;
using LlamaOrch.Storage.Tests.Fleet;
using LlamaOrch.TestKit.Files;

namespace LlamaOrch.Storage.Tests.Sqlite;

public sealed class SqliteNodeStoreTests : NodeStoreTests
{
    private readonly TemporaryDirectory directory = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        directory.Dispose();
    }

    protected override (INodeStore Nodes, IDisposable Store) Open()
    {
        SqliteDatabase database = SqliteDatabase.Open(directory.Path);
        return (new SqliteNodeStore(database), database);
    }
}
