using LlamaOrch.Core.Ports;
using LlamaOrch.Storage.Sqlite.Artifacts;
using LlamaOrch.Storage.Sqlite.Catalog;
using LlamaOrch.Storage.Sqlite.Database;
using LlamaOrch.Storage.Sqlite.Fleet;
using LlamaOrch.Storage.Sqlite.Sessions;
using LlamaOrch.Storage.Sqlite.Tasks;
using LlamaOrch.Storage.Tests.Rows;
using LlamaOrch.TestKit.Files;

namespace LlamaOrch.Storage.Tests.Sqlite;

public sealed class SqliteUnreadableRowsTests : UnreadableRowsTests, IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly SqliteDatabase database;

    public SqliteUnreadableRowsTests()
    {
        database = SqliteDatabase.Open(directory.Path);
        Journal = new SqliteTaskJournal(database, 10);
        Nodes = new SqliteNodeStore(database);
        Catalog = new SqliteCatalogStore(database);
        Sessions = new SqliteSessionStore(database);
        Artifacts = new SqliteArtifactStore(database);
    }

    protected override ITaskJournal Journal { get; }

    protected override INodeStore Nodes { get; }

    protected override ICatalogStore Catalog { get; }

    protected override ISessionStore Sessions { get; }

    protected override IArtifactStore Artifacts { get; }

    public void Dispose()
    {
        database.Dispose();
        directory.Dispose();
    }

    protected override Task SpoilAsync(string table, string column, string key, string id, object value) =>
        database.WriteAsync(session => session.Run($"UPDATE {table} SET {column} = $1 WHERE {key} = $2", value, id));
}
