using LlamaOrch.Core.Ports;
using LlamaOrch.Storage.Commits;
using Xunit;

namespace LlamaOrch.Storage.Tests.Commits;

[Trait("lane", "unit")]
public sealed class GroupCommitTests : IDisposable
{
    private readonly SemaphoreSlim mayCommit = new(0);
    private readonly List<int[]> committed = [];

    public void Dispose() => mayCommit.Dispose();

    [Fact]
    public async Task What_comes_during_a_commit_goes_together_into_the_next()
    {
        using GroupCommit<int> commits = Make(new CommitLimits());
        Task first = commits.WriteAsync(1);
        await TakenAsync(commits);
        Task[] others = [commits.WriteAsync(2), commits.WriteAsync(3), commits.WriteAsync(4)];

        Assert.False(first.IsCompleted);
        mayCommit.Release(2);
        await Task.WhenAll([first, .. others]);

        Assert.Equal([[1], [2, 3, 4]], committed);
    }

    [Fact]
    public async Task A_batch_has_its_bound()
    {
        using GroupCommit<int> commits = Make(new CommitLimits { BatchMax = 2 });
        Task[] writes = [.. Enumerable.Range(1, 7).Select(commits.WriteAsync)];
        mayCommit.Release(7);

        await Task.WhenAll(writes);

        Assert.All(committed, batch => Assert.InRange(batch.Length, 1, 2));
        Assert.Equal(Enumerable.Range(1, 7), committed.SelectMany(batch => batch));
    }

    [Fact]
    public async Task Writes_beyond_the_bound_are_refused_at_once()
    {
        using GroupCommit<int> commits = Make(new CommitLimits { WaitingMax = 2 });
        Task first = commits.WriteAsync(1);
        await TakenAsync(commits);
        Task[] waiting = [commits.WriteAsync(2), commits.WriteAsync(3)];

        await Assert.ThrowsAsync<StorageException>(() => commits.WriteAsync(4));

        mayCommit.Release(2);
        await Task.WhenAll([first, .. waiting]);
    }

    [Fact]
    public async Task A_commit_that_fails_fails_its_whole_batch_and_no_other()
    {
        using GroupCommit<int> commits = Make(new CommitLimits());

        mayCommit.Release(2);
        await Assert.ThrowsAsync<StorageException>(() => commits.WriteAsync(-1));
        await commits.WriteAsync(1);

        Assert.Equal([1], Assert.Single(committed));
    }

    [Fact]
    public async Task A_write_that_is_refused_is_alone_with_that()
    {
        using GroupCommit<int> commits = Make(new CommitLimits());
        Task first = commits.WriteAsync(1);
        await TakenAsync(commits);
        Task refused = commits.WriteAsync(0);
        Task beside = commits.WriteAsync(2);

        mayCommit.Release(2);

        await Assert.ThrowsAsync<StorageException>(() => refused);
        await Task.WhenAll(first, beside);
    }

    [Fact]
    public async Task What_waits_at_the_end_is_written_and_nothing_after_it()
    {
        GroupCommit<int> commits = Make(new CommitLimits());
        Task[] writes = [commits.WriteAsync(1), commits.WriteAsync(2)];
        mayCommit.Release(2);

        commits.Dispose();

        await Task.WhenAll(writes);
        await Assert.ThrowsAsync<StorageException>(() => commits.WriteAsync(3));
    }

    private GroupCommit<int> Make(CommitLimits limits) => new("test", Commit, limits);

    /// <summary>Waits until the committing thread holds the first write: it is out of the waiting ones then.</summary>
    private static Task TakenAsync(GroupCommit<int> commits) =>
        TestKit.Waiting.Eventually.HoldsAsync("the first write is being committed", () => commits.Waiting == 0);

    private void Commit(IReadOnlyList<PendingWrite<int>> batch)
    {
        mayCommit.Wait();
        if (batch.Any(pending => pending.Write < 0))
            throw new InvalidOperationException("no disk");
        foreach (PendingWrite<int> pending in batch.Where(pending => pending.Write == 0))
            pending.Refusal = new InvalidOperationException("not this one");
        committed.Add([.. batch.Select(pending => pending.Write)]);
    }
}
