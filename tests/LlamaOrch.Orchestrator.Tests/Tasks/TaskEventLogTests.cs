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
        Assert.True(log.Append("token", ("a", 0), TaskEvents.Token, last: true));

        Assert.False(log.Append("token", ("b", 1), TaskEvents.Token));
        Assert.Equal((1, false), (log.ReadAfter(0).Frames.Length, log.ReadAfter(0).MayGrow));
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
        Assert.True(log.Append("token", ("end", 0), TaskEvents.Token, last: true));
    }
}
