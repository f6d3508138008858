using LlamaOrch.Core.Ports;
using LlamaOrch.Storage.Sqlite.Database;
using LlamaOrch.Storage.Sqlite.Tasks;
using LlamaOrch.Storage.Tests.Journal;
using LlamaOrch.TestKit.Files;

namespace LlamaOrch.Storage.Tests.Sqlite;

public sealed class SqliteTaskJournalTests : TaskJournalTests
{
    private readonly TemporaryDirectory directory = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        directory.Dispose();
    }

    protected override (ITaskJournal Journal, IDisposable Store) Open(int kept)
    {
        SqliteDatabase database = SqliteDatabase.Open(directory.Path);
        return (new SqliteTaskJournal(database, kept), database);
    }
}
