using LlamaOrch.Core.Ports;
using LlamaOrch.Storage.Postgres.Artifacts;
using LlamaOrch.Storage.Postgres.Database;
using LlamaOrch.Storage.Tests.Artifacts;
using Xunit;

namespace LlamaOrch.Storage.Tests.Postgres;

public sealed class PostgresArtifactStoreTests(SharedPostgres shared)
    : ArtifactStoreTests, IClassFixture<SharedPostgres>
{
    private string address = null!;

    public override async ValueTask InitializeAsync() => address = await shared.Server.CreateDatabaseAsync();

    protected override (IArtifactStore Artifacts, IDisposable Store) Open()
    {
        var database = PostgresDatabase.Open(address, SharedPostgres.HandoverMax);
        return (new PostgresArtifactStore(database), database);
    }
}
