using System.Text;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.Core.Ports;
using LlamaOrch.Core.Tasks;
using LlamaOrch.Storage.Rows;
using Xunit;

namespace LlamaOrch.Storage.Tests.Journal;

/// <summary>What every journal must do; a class for each store runs all of it.</summary>
[Trait("lane", "integration")]
public abstract class TaskJournalTests : IAsyncLifetime
{
    private readonly List<IDisposable> opened = [];

    /// <summary>Opens the store of this test, again what it had before.</summary>
    protected abstract (ITaskJournal Journal, IDisposable Store) Open(int kept);

    [Fact]
    public async Task A_task_that_was_taken_comes_back_whole()
    {
        await Begin().AcceptAsync(JournalScene.Full("t"));

        JournaledTask found = Assert.Single(await Restart().RecoverAsync(default));

        JournaledTask asked = JournalScene.Full("t");
        Assert.Equal(TaskRows.Write(asked.Slot), TaskRows.Write(found.Slot));
        Assert.Equal(asked.Body.ToArray(), found.Body.ToArray());
        Assert.Equal(
            asked with { Slot = found.Slot, Body = found.Body, Life = 1 }, found);
        Assert.Equal(["q"], found.Slot.Preferences!.Prefer.Select(pool => pool.Value));
    }

    [Fact]
    public async Task Tasks_without_an_end_come_back_in_the_order_of_their_places()
    {
        ITaskJournal journal = Begin();
        await journal.AcceptAsync(JournalScene.Task("b2", "b", place: 2));
        await journal.AcceptAsync(JournalScene.Task("a10", "a", place: 10));
        await journal.AcceptAsync(JournalScene.Task("b1", "b", place: 1));
        await journal.AcceptAsync(JournalScene.Task("a9", "a", place: 9));
        await journal.AcceptAsync(JournalScene.Task("ended"));
        await journal.EndAsync(new TaskId("ended"), JournalScene.Completed);

        Assert.Equal(["a9", "a10", "b1", "b2"], await RecoveredAsync(Restart()));
    }

    [Fact]
    public async Task Each_life_is_counted_for_tasks_without_an_end()
    {
        await Begin().AcceptAsync(JournalScene.Task("t"));

        await Restart().RecoverAsync(default);

        Assert.Equal(2, Assert.Single(await Restart().RecoverAsync(default)).Life);
    }

    [Fact]
    public async Task What_may_have_been_seen_is_known_afterwards()
    {
        ITaskJournal journal = Begin();
        await journal.AcceptAsync(JournalScene.Task("seen"));
        await journal.AcceptAsync(JournalScene.Task("unseen"));
        await journal.MarkDeliveredAsync(new TaskId("seen"));

        IReadOnlyList<JournaledTask> found = await Restart().RecoverAsync(default);

        Assert.True(found.Single(task => task.TaskId.Value == "seen").Delivered);
        Assert.False(found.Single(task => task.TaskId.Value == "unseen").Delivered);
    }

    [Fact]
    public async Task An_ended_task_answers_with_its_end_and_without_its_prompt()
    {
        ITaskJournal journal = Begin();
        await journal.AcceptAsync(JournalScene.Full("well"));
        await journal.EndAsync(new TaskId("well"), JournalScene.Completed);
        await journal.AcceptAsync(JournalScene.Task("badly"));
        await journal.EndAsync(new TaskId("badly"), JournalScene.Failed);

        ITaskJournal later = Restart();

        JournaledTask well = (await later.FindAsync(new TaskId("well"), default))!;
        Assert.Equal(JournalScene.Completed, well.Outcome);
        Assert.True(well.Body.IsEmpty);
        Assert.Equal("hash of well", well.BodyHash);
        Assert.Equal(JournalScene.Failed, (await later.FindAsync(new TaskId("badly"), default))!.Outcome);
        Assert.Null(await later.FindAsync(new TaskId("none"), default));
        Assert.Empty(await later.RecoverAsync(default));
    }

    [Fact]
    public async Task What_a_task_came_to_is_kept_with_its_end()
    {
        ITaskJournal journal = Begin();
        await journal.AcceptAsync(JournalScene.Task("t"));
        await journal.EndAsync(new TaskId("t"), JournalScene.Completed with { Result = [0, 1, 255] });

        Assert.Equal([0, 1, 255], (await Restart().FindAsync(new TaskId("t"), default))!.Outcome!.Result!);
    }

    [Fact]
    public async Task Only_the_latest_ends_are_kept_over_restarts_too()
    {
        ITaskJournal journal = Begin(kept: 25);
        for (int number = 0; number < 100; number++)
        {
            await journal.AcceptAsync(JournalScene.Task($"t{number}"));
            await journal.EndAsync(new TaskId($"t{number}"), JournalScene.Completed);
        }

        Assert.Equal(Enumerable.Range(75, 25).Reverse().Select(n => $"t{n}"), await NewestAsync(journal));
        Assert.Null(await journal.FindAsync(new TaskId("t74"), default));
        ITaskJournal later = Restart(kept: 25);
        Assert.Equal("t99", (await later.NewestEndedAsync(1, default))[0].TaskId.Value);
        Assert.Equal(25, (await NewestAsync(later)).Count());
    }

    [Fact]
    public async Task A_journal_that_keeps_nothing_forgets_each_end_at_once()
    {
        ITaskJournal journal = Begin(kept: 0);
        await journal.AcceptAsync(JournalScene.Task("t"));
        await journal.EndAsync(new TaskId("t"), JournalScene.Completed);

        Assert.Null(await journal.FindAsync(new TaskId("t"), default));
    }

    [Fact]
    public async Task A_task_whose_taking_was_uncertain_is_taken_again()
    {
        ITaskJournal journal = Begin();
        await journal.AcceptAsync(JournalScene.Task("t", place: 1));
        await journal.AcceptAsync(JournalScene.Task("t", place: 2, body: "again"));

        JournaledTask found = Assert.Single(await Restart().RecoverAsync(default));

        Assert.Equal((2L, "again"), (found.Place, Encoding.UTF8.GetString(found.Body.Span)));
    }

    [Fact]
    public async Task An_id_that_is_free_again_stands_for_a_new_task()
    {
        ITaskJournal journal = Begin(kept: 0);
        await journal.AcceptAsync(JournalScene.Task("t"));
        await journal.MarkDeliveredAsync(new TaskId("t"));
        await journal.EndAsync(new TaskId("t"), JournalScene.Completed);
        await journal.AcceptAsync(JournalScene.Task("t", place: 5));

        JournaledTask found = Assert.Single(await Restart().RecoverAsync(default));

        Assert.Equal((5L, false, null), (found.Place, found.Delivered, found.Outcome));
    }

    [Fact]
    public async Task An_end_is_never_written_over()
    {
        ITaskJournal journal = Begin();
        await journal.AcceptAsync(JournalScene.Task("t", place: 1));
        await journal.EndAsync(new TaskId("t"), JournalScene.Completed);

        await journal.EndAsync(new TaskId("t"), JournalScene.Failed);
        await journal.MarkDeliveredAsync(new TaskId("t"));
        await Assert.ThrowsAsync<StorageException>(
            async () => await journal.AcceptAsync(JournalScene.Task("t", place: 2)));

        JournaledTask found = (await journal.FindAsync(new TaskId("t"), default))!;
        Assert.Equal((1L, false, JournalScene.Completed), (found.Place, found.Delivered, found.Outcome));
    }

    [Fact]
    public async Task Many_at_once_are_all_kept_with_their_whole_lives()
    {
        ITaskJournal journal = Begin();
        await Task.WhenAll(Enumerable.Range(0, 3000).Select(async number =>
        {
            var id = new TaskId($"t{number}");
            await journal.AcceptAsync(JournalScene.Task(id.Value, place: number));
            // The end is asked for before the mark is on disk, as it happens with short answers.
            Task marked = journal.MarkDeliveredAsync(id).AsTask();
            if (number % 3 == 0)
                await journal.EndAsync(id, JournalScene.Completed);
            await marked;
        }));

        IReadOnlyList<JournaledTask> found = await Restart().RecoverAsync(default);

        Assert.Equal(
            Enumerable.Range(0, 3000).Where(n => n % 3 != 0).Select(n => $"t{n}"), found.Select(t => t.TaskId.Value));
        Assert.All(found, task => Assert.True(task.Delivered));
    }

    [Fact]
    public void A_second_control_plane_on_the_same_store_is_refused()
    {
        Begin();

        StartupException refused = Assert.Throws<StartupException>(() => Open(kept: 10));

        Assert.Equal(ExitCode.DataDirectoryInUse, refused.Code);
    }

    /// <inheritdoc/>
    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public virtual ValueTask DisposeAsync()
    {
        Close();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Opens the store for the first time.</summary>
    protected ITaskJournal Begin(int kept = 10_000) => Restart(kept);

    /// <summary>Ends the life of the store, and begins another.</summary>
    protected ITaskJournal Restart(int kept = 10_000)
    {
        Close();
        (ITaskJournal journal, IDisposable store) = Open(kept);
        opened.Add(store);
        return journal;
    }

    private void Close()
    {
        foreach (IDisposable store in opened)
            store.Dispose();
        opened.Clear();
    }

    private static async Task<IEnumerable<string>> RecoveredAsync(ITaskJournal journal) =>
        (await journal.RecoverAsync(default)).Select(task => task.TaskId.Value);

    private static async Task<IEnumerable<string>> NewestAsync(ITaskJournal journal) =>
        (await journal.NewestEndedAsync(1000, default)).Select(task => task.TaskId.Value);
}
