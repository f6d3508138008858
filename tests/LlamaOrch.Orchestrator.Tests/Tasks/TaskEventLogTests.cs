using System.Text;
using LlamaOrch.Orchestrator.Tasks;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Tasks;

[Trait("lane", "unit")]
public sealed class TaskEventLogTests : IDisposable
{
    private readonly TaskEventLog log = new();

    public void Dispose() => log.Dispose();

    [Fact]
    public void Events_are_numbered_from_one_as_they_go_on_the_wire()
    {
        log.Append("token", ("a\n\"", 0), TaskEvents.Token);
        log.Append("token", ("ä", 1), TaskEvents.Token);

        Assert.Equal(
            "id: 1\nevent: token\ndata: {\"t\":\"a\\n\\\"\",\"i\":0}\n\n"
                + "id: 2\nevent: token\ndata: {\"t\":\"ä\",\"i\":1}\n\n",
            string.Concat(log.ReadAfter(0).Frames.Select(Encoding.UTF8.GetString)));
    }

    [Fact]
    public void Nothing_follows_the_last_event()
    {
        Assert.Equal(1, log.Seal("end", ("a", 0), TaskEvents.Token));

        Assert.False(log.Append("token", ("b", 1), TaskEvents.Token));
        Assert.Throws<InvalidOperationException>(() => log.Seal("end", ("c", 0), TaskEvents.Token));
        Assert.Equal((0, true), Reading(0));
        log.Publish();
        Assert.Equal((1, false), Reading(0));
    }

    [Fact]
    public void Tokens_are_held_back_with_all_that_follows_until_they_may_be_shown()
    {
        log.Append("started", ("p", 0), TaskEvents.Token);
        log.Append("token", ("a", 0), TaskEvents.Token, isToken: true);
        log.Append("metrics", ("m", 0), TaskEvents.Token);
        Assert.Equal(((1, true), 1L), (Reading(0), log.LastId));

        log.ShowTokens();

        Assert.Equal(((3, true), 3L), (Reading(0), log.LastId));
    }

    [Fact]
    public void A_published_end_shows_tokens_too()
    {
        log.Append("token", ("a", 0), TaskEvents.Token, isToken: true);
        log.Seal("end", ("b", 0), TaskEvents.Token);

        log.Publish();

        Assert.Equal((2, false), Reading(0));
    }

    [Fact]
    public async Task Readers_wait_for_what_is_held_back()
    {
        log.Append("token", ("a", 0), TaskEvents.Token, isToken: true);
        Task waiting = log.WaitForMoreAsync(0, CancellationToken.None);
        log.Append("token", ("b", 1), TaskEvents.Token, isToken: true);
        Assert.False(waiting.IsCompleted);

        log.ShowTokens();

        await waiting;
    }

    [Fact]
    public async Task Readers_leave_a_log_that_is_broken_off()
    {
        Task waiting = log.WaitForMoreAsync(0, CancellationToken.None);

        log.BreakOff();

        await waiting;
        Assert.Equal((0, false), Reading(0));
    }

    [Fact]
    public async Task Ids_go_on_after_those_of_an_earlier_life_whose_readers_have_seen_nothing_of_this_one()
    {
        using var later = new TaskEventLog(TaskEventLog.IdsPerLife);
        Task waiting = later.WaitForMoreAsync(3, CancellationToken.None);
        Assert.False(waiting.IsCompleted);

        later.Append("token", ("a", 0), TaskEvents.Token);

        await waiting;
        (byte[][] frames, long seen, _) = later.ReadAfter(3);
        Assert.StartsWith("id: 1000001\n", Encoding.UTF8.GetString(Assert.Single(frames)));
        Assert.Equal(1_000_001, seen);
        Assert.Empty(later.ReadAfter(seen).Frames);
    }

    [Fact]
    public async Task A_reader_that_has_seen_all_waits_for_the_next()
    {
        log.Append("token", ("a", 0), TaskEvents.Token);
        Task waiting = log.WaitForMoreAsync(1, CancellationToken.None);
        Assert.False(waiting.IsCompleted);

        log.Append("token", ("b", 1), TaskEvents.Token);

        await waiting;
        Assert.Single(log.ReadAfter(1).Frames);
        Assert.True(log.WaitForMoreAsync(1, CancellationToken.None).IsCompleted);
    }

    [Fact]
    public void A_log_at_its_limit_takes_only_its_end()
    {
        string large = new('x', 1024 * 1024);
        while (log.Bytes <= TaskEventLog.BytesMax)
            log.Append("token", (large, 0), TaskEvents.Token);

        Assert.Throws<InvalidDataException>(() => log.Append("token", ("more", 0), TaskEvents.Token));
        Assert.True(log.Seal("end", ("end", 0), TaskEvents.Token) < TaskEventLog.IdsPerLife);
    }

    [Fact]
    public void A_life_has_more_ids_than_events_fit_into_a_log()
    {
        log.Append("token", (string.Empty, 0), TaskEvents.Token);

        Assert.True(TaskEventLog.BytesMax / log.Bytes < TaskEventLog.IdsPerLife);
    }

    private (int Frames, bool MayGrow) Reading(long seen)
    {
        (byte[][] frames, _, bool mayGrow) = log.ReadAfter(seen);
        return (frames.Length, mayGrow);
    }
}
