using LlamaOrch.Core.Ports;
using LlamaOrch.Storage.Sqlite.Database;
using LlamaOrch.Storage.Sqlite.Tasks;
using LlamaOrch.Storage.Tests.Journal;
using LlamaOrch.TestKit.Files;
using Xunit;

namespace LlamaOrch.Storage.Tests.Sqlite;

/// <summary>What is acknowledged is in the file that the next start finds, or it is refused.</summary>
[Trait("lane", "integration")]
public sealed class SqliteOwnershipTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    private string Data => directory.File("data");

    private string DatabaseFile => Path.Combine(Data, SqliteDatabase.FileName);

    public void Dispose() => directory.Dispose();

    [Fact]
    public async Task Second_process_that_got_past_the_lock_keeps_the_first_from_writing()
    {
        using SqliteDatabase first = SqliteDatabase.Open(Data);
        var journal = new SqliteTaskJournal(first, 10);
        await journal.AcceptAsync(JournalScene.Task("t"));
        File.Delete($"{DatabaseFile}.lock");
        using (SqliteDatabase second = SqliteDatabase.Open(Data))
            await new SqliteTaskJournal(second, 10).EndAsync(new("t"), JournalScene.Completed);

        await Assert.ThrowsAsync<StorageLostException>(
            async () => await journal.EndAsync(new("t"), JournalScene.Failed));
        Assert.Throws<StorageLostException>(first.Prove);

        Assert.Equal(JournalScene.Completed, (await journal.FindAsync(new("t"), default))!.Outcome);
    }

    [Fact]
    public async Task Folder_that_is_removed_refuses_writes_and_says_so()
    {
        using SqliteDatabase database = SqliteDatabase.Open(Data);
        var journal = new SqliteTaskJournal(database, 10);
        await journal.AcceptAsync(JournalScene.Task("before"));
        database.Prove();

        Directory.Delete(Data, recursive: true);

        await RefusedAsync(database, journal, "removed");
    }

    [Fact]
    public async Task Folder_that_is_moved_refuses_writes_until_it_is_back()
    {
        using SqliteDatabase database = SqliteDatabase.Open(Data);
        var journal = new SqliteTaskJournal(database, 10);
        Directory.Move(Data, $"{Data}.away");

        await RefusedAsync(database, journal, "removed");

        Directory.Move($"{Data}.away", Data);
        database.Prove();
        await journal.AcceptAsync(JournalScene.Task("t"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-wal")]
    [InlineData(".lock")]
    public async Task File_that_another_one_replaces_refuses_writes(string suffix)
    {
        using SqliteDatabase database = SqliteDatabase.Open(Data);
        var journal = new SqliteTaskJournal(database, 10);
        await journal.AcceptAsync(JournalScene.Task("before"));
        File.Copy($"{DatabaseFile}{(suffix == ".lock" ? "" : suffix)}", directory.File("copy"));

        File.Move(directory.File("copy"), $"{DatabaseFile}{suffix}", overwrite: true);

        await RefusedAsync(database, journal, "replaced");
    }

    [Fact]
    public async Task Second_process_on_a_folder_that_was_made_again_leaves_the_first_one_refusing()
    {
        using SqliteDatabase first = SqliteDatabase.Open(Data);
        var journal = new SqliteTaskJournal(first, 10);
        Directory.Delete(Data, recursive: true);
        using SqliteDatabase second = SqliteDatabase.Open(Data);
        var other = new SqliteTaskJournal(second, 10);

        await RefusedAsync(first, journal, "replaced");

        await other.AcceptAsync(JournalScene.Task("t"));
        Assert.NotNull(await other.FindAsync(new("t"), default));
    }

    private static async Task RefusedAsync(SqliteDatabase database, SqliteTaskJournal journal, string why)
    {
        StorageException refused = await Assert.ThrowsAsync<StorageException>(
            async () => await journal.AcceptAsync(JournalScene.Task("refused")));
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.Contains(why, Assert.Throws<StorageException>(database.Prove).Message, StringComparison.Ordinal);
        Assert.Null(await journal.FindAsync(new("refused"), default));
    }
}
