using System.Runtime.Versioning;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.Core.Ports;
using LlamaOrch.Storage.Sqlite.Database;
using LlamaOrch.Storage.Sqlite.Tasks;
using LlamaOrch.Storage.Tests.Journal;
using LlamaOrch.TestKit.Files;
using Xunit;

namespace LlamaOrch.Storage.Tests.Sqlite;

[Trait("lane", "integration")]
public sealed class SqliteDatabaseTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    private string DatabaseFile => directory.File(SqliteDatabase.FileName);

    public void Dispose() => directory.Dispose();

    [Fact]
    public void A_file_that_is_no_database_is_refused_and_left_alone()
    {
        File.WriteAllText(DatabaseFile, new string('x', 10_000));

        Assert.Contains(DatabaseFile, Refusal(), StringComparison.Ordinal);
        Assert.Equal(new string('x', 10_000), File.ReadAllText(DatabaseFile));
    }

    [Fact]
    public async Task A_damaged_database_is_refused()
    {
        using (SqliteDatabase database = SqliteDatabase.Open(directory.Path))
        {
            var journal = new SqliteTaskJournal(database, 10);
            for (int number = 0; number < 200; number++)
                await journal.AcceptAsync(JournalScene.Task($"t{number}", body: new string('y', 1000)));
        }

        using (FileStream file = File.OpenWrite(DatabaseFile))
        {
            file.Position = 4096 * 3;
            file.Write(new byte[4096 * 10]);
        }

        Assert.Contains("damaged", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused()
    {
        using (SqliteDatabase database = SqliteDatabase.Open(directory.Path))
            await database.WriteAsync(session => session.Run("PRAGMA user_version = 999"));

        Assert.Contains("newer version (999", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_data_directory_that_cannot_be_made_is_refused()
    {
        File.WriteAllText(directory.File("taken"), string.Empty);

        StartupException refused = Assert.Throws<StartupException>(
            () => SqliteDatabase.Open(directory.File("taken", "below")));

        Assert.Equal(ExitCode.BadConfiguration, refused.Code);
    }

    [Fact]
    public async Task A_full_disk_refuses_what_it_cannot_take_and_keeps_what_it_has()
    {
        using SqliteDatabase database = SqliteDatabase.Open(directory.Path);
        var journal = new SqliteTaskJournal(database, 10);
        await journal.AcceptAsync(JournalScene.Task("before"));
        await database.WriteAsync(session => session.Scalar("PRAGMA max_page_count = 20"));

        await Assert.ThrowsAsync<StorageException>(
            async () => await journal.AcceptAsync(JournalScene.Task("large", body: new string('y', 1_000_000))));

        Assert.Null(await journal.FindAsync(new("large"), default));
        Assert.NotNull(await journal.FindAsync(new("before"), default));
        await database.WriteAsync(session => session.Scalar("PRAGMA max_page_count = 1000000"));
        await journal.AcceptAsync(JournalScene.Task("after"));
        Assert.NotNull(await journal.FindAsync(new("after"), default));
    }

    [Fact]
    public async Task A_write_that_is_at_fault_itself_does_not_fail_those_beside_it()
    {
        using SqliteDatabase database = SqliteDatabase.Open(directory.Path);
        var journal = new SqliteTaskJournal(database, 10);
        Task[] writes =
        [
            .. Enumerable.Range(0, 50).Select(n => journal.AcceptAsync(JournalScene.Task($"a{n}")).AsTask()),
            database.WriteAsync(session => session.Run("INSERT INTO tasks (task_id) VALUES ('half')")),
            .. Enumerable.Range(0, 50).Select(n => journal.AcceptAsync(JournalScene.Task($"b{n}")).AsTask()),
        ];

        await Assert.ThrowsAsync<StorageException>(() => writes[50]);

        await Task.WhenAll(writes.Where((_, index) => index != 50));
        Assert.Equal(100, (await journal.RecoverAsync(default)).Count);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Only_its_owner_can_read_the_file()
    {
        SqliteDatabase.Open(directory.Path).Dispose();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(DatabaseFile));
    }

    private string Refusal()
    {
        StartupException refused = Assert.Throws<StartupException>(() => SqliteDatabase.Open(directory.Path));
        Assert.Equal(ExitCode.StorageUnusable, refused.Code);
        return refused.Message;
    }
}
