using LlamaOrch.Core.Ports;
using LlamaOrch.Storage.Postgres.Database;
using LlamaOrch.Storage.Postgres.Sessions;
using LlamaOrch.Storage.Tests.Sessions;
using Xunit;

namespace LlamaOrch.Storage.Tests.Postgres;

public sealed class PostgresSessionStoreTests(SharedPostgres shared) : SessionStoreTests, IClassFixture<SharedPostgres>
{
    private string address = null!;

    public override async ValueTask InitializeAsync() => address = await shared.Server.CreateDatabaseAsync();

    protected override (ISessionStore Sessions, IDisposable Store) Open()
    {
        var database = PostgresDatabase.Open(address, SharedPostgres.HandoverMax);
        return (new PostgresSessionStore(database), database);
    }
}
