using LlamaOrch.Contracts.Processes;
using LlamaOrch.Core.Ports;
using LlamaOrch.Storage.Postgres.Database;
using LlamaOrch.Storage.Tests.Journal;
using LlamaOrch.TestKit.Databases;
using LlamaOrch.TestKit.Waiting;
using Npgsql;
using Xunit;

namespace LlamaOrch.Storage.Tests.Postgres;

[Trait("lane", "integration")]
public sealed class PostgresDatabaseTests
{
    [Fact]
    public async Task A_journal_outlives_a_crash_of_its_server_and_goes_on_when_it_is_back()
    {
        await using PostgresServer server = await PostgresServer.StartAsync();
        using var store = new PostgresStore(await server.CreateDatabaseAsync(), 10);
        await store.Journal.AcceptAsync(JournalScene.Task("before"));

        await server.CrashAsync();
        await Assert.ThrowsAsync<StorageException>(
            async () => await store.Journal.AcceptAsync(JournalScene.Task("meanwhile")));
        await Assert.ThrowsAsync<StorageException>(
            async () => await store.Journal.FindAsync(new("before"), default));
        await server.StartServerAsync();

        await Eventually.HoldsAsync("the journal takes tasks again", async () =>
        {
            try
            {
                await store.Journal.AcceptAsync(JournalScene.Task("after"));
                return true;
            }
            catch (StorageException)
            {
                return false;
            }
        });
        Assert.Equal(
            ["after", "before"],
            (await store.Journal.RecoverAsync(default)).Select(task => task.TaskId.Value).Order());
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused()
    {
        await using PostgresServer server = await PostgresServer.StartAsync();
        string address = await server.CreateDatabaseAsync();
        PostgresDatabase.Open(address, TimeSpan.Zero).Dispose();
        await using (NpgsqlDataSource source = NpgsqlDataSource.Create(PostgresUrl.Read(address)))
        await using (NpgsqlCommand command = source.CreateCommand("UPDATE llorch_schema SET version = 999"))
            await command.ExecuteNonQueryAsync();

        StartupException refused = Assert.Throws<StartupException>(() => PostgresDatabase.Open(address, TimeSpan.Zero));

        Assert.Equal(ExitCode.StorageUnusable, refused.Code);
        Assert.Contains("newer version (999", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_is_not_there_is_a_clear_refusal_without_the_password()
    {
        StartupException refused = Assert.Throws<StartupException>(
            () => PostgresDatabase.Open("postgres://me:secret@127.0.0.1:1/db", TimeSpan.Zero));

        Assert.Equal(ExitCode.StorageUnusable, refused.Code);
        Assert.Contains("127.0.0.1:1", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }
}
