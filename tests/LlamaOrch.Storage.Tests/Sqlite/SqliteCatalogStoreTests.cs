using LlamaOrch.Core.Ports;
using LlamaOrch.Storage.Sqlite.Catalog;
using LlamaOrch.Storage.Sqlite.Database;
using LlamaOrch.Storage.Tests.Catalog;
using LlamaOrch.TestKit.Files;

namespace LlamaOrch.Storage.Tests.Sqlite;

public sealed class SqliteCatalogStoreTests : CatalogStoreTests
{
    private readonly TemporaryDirectory directory = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        directory.Dispose();
    }

    protected override (ICatalogStore Catalog, IDisposable Store) Open()
    {
        SqliteDatabase database = SqliteDatabase.Open(directory.Path);
        return (new SqliteCatalogStore(database), database);
    }
}
