using LlamaOrch.Core.Ports;
using LlamaOrch.Storage.Tests.Journal;
using Xunit;

namespace LlamaOrch.Storage.Tests.Postgres;

public sealed class PostgresTaskJournalTests(SharedPostgres shared) : TaskJournalTests, IClassFixture<SharedPostgres>
{
    private string address = null!;

    public override async ValueTask InitializeAsync() => address = await shared.Server.CreateDatabaseAsync();

    protected override (ITaskJournal Journal, IDisposable Store) Open(int kept)
    {
        var store = new PostgresStore(address, kept);
        return (store.Journal, store);
    }
}
