using LlamaOrch.Storage.Postgres.Database;
using LlamaOrch.Storage.Postgres.Tasks;

namespace LlamaOrch.Storage.Tests.Postgres;

/// <summary>A journal with the database that it is alone to use.</summary>
internal sealed class PostgresStore : IDisposable
{
    private readonly PostgresDatabase database;

    public PostgresStore(string address, int kept)
    {
        database = PostgresDatabase.Open(address, SharedPostgres.HandoverMax);
        Journal = new PostgresTaskJournal(database, kept);
    }

    public PostgresTaskJournal Journal { get; }

    public void Dispose()
    {
        Journal.Dispose();
        database.Dispose();
    }
}
