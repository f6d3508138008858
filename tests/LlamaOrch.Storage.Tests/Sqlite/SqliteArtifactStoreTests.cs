using LlamaOrch.Core.Ports;
using LlamaOrch.Storage.Sqlite.Artifacts;
using LlamaOrch.Storage.Sqlite.Database;
using LlamaOrch.Storage.Tests.Artifacts;
using LlamaOrch.TestKit.Files;

namespace LlamaOrch.Storage.Tests.Sqlite;

public sealed class SqliteArtifactStoreTests : ArtifactStoreTests
{
    private readonly TemporaryDirectory directory = new();

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        directory.Dispose();
    }

    protected override (IArtifactStore Artifacts, IDisposable Store) Open()
    {
        SqliteDatabase database = SqliteDatabase.Open(directory.Path);
        return (new SqliteArtifactStore(database), database);
    }
}
