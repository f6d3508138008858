using LlamaOrch.Core.Ports;
using LlamaOrch.Storage.Postgres.Artifacts;
using LlamaOrch.Storage.Postgres.Catalog;
using LlamaOrch.Storage.Postgres.Database;
using LlamaOrch.Storage.Postgres.Fleet;
using LlamaOrch.Storage.Postgres.Sessions;
using LlamaOrch.Storage.Postgres.Tasks;
using LlamaOrch.Storage.Tests.Rows;
using Xunit;

namespace LlamaOrch.Storage.Tests.Postgres;

public sealed class PostgresUnreadableRowsTests(SharedPostgres shared)
    : UnreadableRowsTests, IClassFixture<SharedPostgres>, IAsyncLifetime
{
    private PostgresDatabase database = null!;
    private PostgresTaskJournal journal = null!;

    protected override ITaskJournal Journal => journal;

    protected override INodeStore Nodes => new PostgresNodeStore(database);

    protected override ICatalogStore Catalog => new PostgresCatalogStore(database);

    protected override ISessionStore Sessions => new PostgresSessionStore(database);

    protected override IArtifactStore Artifacts => new PostgresArtifactStore(database);

    public async ValueTask InitializeAsync()
    {
        database = PostgresDatabase.Open(await shared.Server.CreateDatabaseAsync(), TimeSpan.Zero);
        journal = new PostgresTaskJournal(database, 10);
    }

    public ValueTask DisposeAsync()
    {
        journal.Dispose();
        database.Dispose();
        return ValueTask.CompletedTask;
    }

    protected override async Task SpoilAsync(string table, string column, string key, string id, object value) =>
        await database.ExecuteAsync(
            $"UPDATE llorch_{table} SET {column} = $1 WHERE {key} = $2", [value, id], default);
}
