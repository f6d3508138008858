using LlamaOrch.Core.Ports;
using LlamaOrch.Storage.Postgres.Catalog;
using LlamaOrch.Storage.Postgres.Database;
using LlamaOrch.Storage.Tests.Catalog;
using Xunit;

namespace LlamaOrch.Storage.Tests.Postgres;

public sealed class PostgresCatalogStoreTests(SharedPostgres shared) : CatalogStoreTests, IClassFixture<SharedPostgres>
{
    private string address = null!;

    public override async ValueTask InitializeAsync() => address = await shared.Server.CreateDatabaseAsync();

    protected override (ICatalogStore Catalog, IDisposable Store) Open()
    {
        var database = PostgresDatabase.Open(address, SharedPostgres.HandoverMax);
        return (new PostgresCatalogStore(database), database);
    }
}
