using LlamaOrch.Core.Catalog;
using LlamaOrch.Core.Catalog.References;
using LlamaOrch.Core.Ports;
using LlamaOrch.Core.Sessions;
using LlamaOrch.Storage.Postgres.Artifacts;
using LlamaOrch.Storage.Postgres.Catalog;
using LlamaOrch.Storage.Postgres.Database;
using LlamaOrch.Storage.Postgres.Fleet;
using LlamaOrch.Storage.Postgres.Sessions;
using LlamaOrch.Storage.Tests.Journal;
using LlamaOrch.TestKit.Databases;
using Xunit;

namespace LlamaOrch.Storage.Tests.Postgres;

/// <summary>A control plane that lost its database to another one never writes to it again.</summary>
[Trait("lane", "integration")]
public sealed class PostgresEpochTests
{
    [Fact]
    public async Task Journal_that_lost_its_database_writes_nothing_even_when_its_successor_has_stopped()
    {
        await using PostgresServer server = await PostgresServer.StartAsync();
        string address = await server.CreateDatabaseAsync();
        using var first = new PostgresStore(address, 10);
        await first.Journal.AcceptAsync(JournalScene.Task("t"));
        await RestartAsync(server);
        using (var second = new PostgresStore(address, 10))
        {
            await second.Journal.RecoverAsync(default);
            await second.Journal.EndAsync(new("t"), JournalScene.Completed);
        }

        // The first write finds a broken connection, and nobody knows more.
        await Assert.ThrowsAnyAsync<StorageException>(
            async () => await first.Journal.EndAsync(new("t"), JournalScene.Failed));
        await Assert.ThrowsAsync<StorageLostException>(
            async () => await first.Journal.EndAsync(new("t"), JournalScene.Failed));

        await Assert.ThrowsAsync<StorageLostException>(
            async () => await first.Journal.AcceptAsync(JournalScene.Task("u")));
        using var third = new PostgresStore(address, 10);
        Assert.Equal(JournalScene.Completed, (await third.Journal.FindAsync(new("t"), default))!.Outcome);
        Assert.Null(await third.Journal.FindAsync(new("u"), default));
    }

    [Fact]
    public async Task Every_other_store_of_a_lost_database_writes_nothing_either()
    {
        await using PostgresServer server = await PostgresServer.StartAsync();
        string address = await server.CreateDatabaseAsync();
        using var first = PostgresDatabase.Open(address, SharedPostgres.HandoverMax);
        await RestartAsync(server);
        PostgresDatabase.Open(address, SharedPostgres.HandoverMax).Dispose();

        foreach (Func<Task> write in Writes(first))
            await Assert.ThrowsAsync<StorageLostException>(write);
        Assert.Throws<StorageLostException>(first.Prove);

        using var third = PostgresDatabase.Open(address, SharedPostgres.HandoverMax);
        foreach (Func<Task> write in Writes(third))
            await write();
        third.Prove();
    }

    [Fact]
    public async Task Database_that_is_lost_is_noticed_without_a_write()
    {
        await using PostgresServer server = await PostgresServer.StartAsync();
        string address = await server.CreateDatabaseAsync();
        using var first = PostgresDatabase.Open(address, SharedPostgres.HandoverMax);
        first.Prove();
        await RestartAsync(server);

        using var second = PostgresDatabase.Open(address, SharedPostgres.HandoverMax);

        Assert.Throws<StorageLostException>(first.Prove);
        second.Prove();
    }

    private static IEnumerable<Func<Task>> Writes(PostgresDatabase database)
    {
        var model = new CatalogModel
        {
            ModelId = new("m"),
            Reference = ModelReference.Parse("file:/models/m.gguf").Reference!.Value,
            RegisteredAt = JournalScene.Now,
        };
        var nodes = new PostgresNodeStore(database);
        var sessions = new PostgresSessionStore(database);
        var catalog = new PostgresCatalogStore(database);
        var artifacts = new PostgresArtifactStore(database);
        yield return () => nodes.SaveAsync([], default).AsTask();
        yield return () => nodes.DeleteAsync([new("n")], default).AsTask();
        yield return () => catalog.SaveAsync(model, default).AsTask();
        yield return () => catalog.DeleteAsync(new("m"), default).AsTask();
        yield return () => sessions
            .SaveAsync(new("s"), SessionState.Begin(new SessionLimits(), JournalScene.Now), default).AsTask();
        yield return () => sessions.DeleteAsync(new("s"), default).AsTask();
        yield return () => sessions.DeleteExpiredAsync(JournalScene.Now, 10, default).AsTask();
        yield return () => artifacts.SaveAsync([], default).AsTask();
        yield return () => artifacts.DeleteAsync([], default).AsTask();
    }

    private static async Task RestartAsync(PostgresServer server)
    {
        await server.CrashAsync();
        await server.StartServerAsync();
    }
}
