using LlamaOrch.Core.Ports;
using LlamaOrch.Storage.Sqlite.Database;
using LlamaOrch.Storage.Sqlite.Sessions;
using LlamaOrch.Storage.Tests.Sessions;
using LlamaOrch.TestKit.Files;

namespace LlamaOrch.Storage.Tests.Sqlite;

public sealed class SqliteSessionStoreTests : SessionStoreTests
{
    private readonly TemporaryDirectory directory = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        directory.Dispose();
    }

    protected override (ISessionStore Sessions, IDisposable Store) Open()
    {
        SqliteDatabase database = SqliteDatabase.Open(directory.Path);
        return (new SqliteSessionStore(database), database);
    }
}
