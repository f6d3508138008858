using LlamaOrch.Contracts.Processes;
using LlamaOrch.Core.Ports;
using LlamaOrch.Storage.Postgres.Database;
using LlamaOrch.Storage.Postgres.Tasks;
using LlamaOrch.Storage.Tests.Journal;
using LlamaOrch.TestKit.Connections;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Storage.Tests.Postgres;

/// <summary>Connections that die without a word, and a server that hangs.</summary>
[Trait("lane", "integration")]
public sealed class PostgresConnectionTests(SharedPostgres shared) : IClassFixture<SharedPostgres>
{
    // Far above the bounds of the store, and far below the two hours of a system's own keep-alive.
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(500);

    [Fact]
    public async Task Session_that_lost_its_connection_silently_ends_its_own_ghost_and_goes_on()
    {
        string direct = await shared.Server.CreateDatabaseAsync();
        await using TcpRelay relay = TcpRelay.Start(shared.Server.Port);
        using PostgresDatabase database = PostgresDatabase.Open(Through(relay, direct), TimeSpan.Zero);
        using var journal = new PostgresTaskJournal(database, 10);
        await journal.AcceptAsync(JournalScene.Task("before"));

        relay.Freeze();

        await Assert.ThrowsAsync<StorageException>(
            () => journal.AcceptAsync(JournalScene.Task("meanwhile")).AsTask().WaitAsync(Long));
        // The server still has the previous session, with the lock; only this process can tell whose it is.
        await journal.AcceptAsync(JournalScene.Task("after")).AsTask().WaitAsync(Long);
        Assert.NotNull(await journal.FindAsync(new("after"), default).AsTask().WaitAsync(Long));
    }

    [Fact]
    public async Task Session_that_is_only_looked_at_ends_its_ghost_too()
    {
        string direct = await shared.Server.CreateDatabaseAsync();
        await using TcpRelay relay = TcpRelay.Start(shared.Server.Port);
        using PostgresDatabase database = PostgresDatabase.Open(Through(relay, direct), TimeSpan.Zero);

        relay.Freeze();

        await Eventually.HoldsAsync("the database is owned again", () =>
        {
            try
            {
                database.Prove();
                return true;
            }
            catch (StorageException)
            {
                return false;
            }
        });
    }

    [Fact]
    public async Task Ghost_of_a_process_that_is_gone_is_ended_by_the_next_one()
    {
        string direct = await shared.Server.CreateDatabaseAsync();
        await using TcpRelay relay = TcpRelay.Start(shared.Server.Port);
        using PostgresDatabase gone = PostgresDatabase.Open(Through(relay, direct), TimeSpan.Zero);
        relay.Stall();

        using PostgresDatabase next = PostgresDatabase.Open(direct, Long, new OwnerTimes { SilenceMax = Short });

        next.Prove();
        relay.Recover();
        Assert.ThrowsAny<StorageException>(gone.Prove);
        Assert.Throws<StorageLostException>(gone.Prove);
    }

    [Fact]
    public async Task Living_session_is_never_taken_for_a_ghost()
    {
        string direct = await shared.Server.CreateDatabaseAsync();
        using PostgresDatabase living = PostgresDatabase.Open(direct, TimeSpan.Zero);
        using var stop = new CancellationTokenSource();
        Task speaking = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested)
                living.Prove();
        });

        StartupException refused = Assert.Throws<StartupException>(
            () => PostgresDatabase.Open(direct, Short, new OwnerTimes { SilenceMax = TimeSpan.FromSeconds(10) }));

        Assert.Equal(ExitCode.DataDirectoryInUse, refused.Code);
        await stop.CancelAsync();
        await speaking;
        living.Prove();
    }

    [Fact]
    public async Task Server_that_hangs_fails_writes_and_reads_within_their_bounds_and_is_found_again()
    {
        string direct = await shared.Server.CreateDatabaseAsync();
        await using TcpRelay relay = TcpRelay.Start(shared.Server.Port);
        using PostgresDatabase database = PostgresDatabase.Open(Through(relay, direct), TimeSpan.Zero);
        using var journal = new PostgresTaskJournal(database, 10);

        relay.Stall();

        // What comes one after the other does not add up for whoever comes last.
        Task[] writes =
            [.. Enumerable.Range(0, 20).Select(n => journal.AcceptAsync(JournalScene.Task($"t{n}")).AsTask())];
        foreach (Task write in writes)
            await Assert.ThrowsAsync<StorageException>(() => write.WaitAsync(Long));
        await Assert.ThrowsAsync<StorageException>(() => journal.FindAsync(new("t"), default).AsTask().WaitAsync(Long));

        relay.Recover();
        await Eventually.HoldsAsync("the journal takes tasks again", async () =>
        {
            try
            {
                await journal.AcceptAsync(JournalScene.Task("after"));
                return true;
            }
            catch (StorageException)
            {
                return false;
            }
        });
    }

    private static string Through(TcpRelay relay, string direct) =>
        new UriBuilder(direct) { Port = relay.Port }.Uri.ToString();
}
