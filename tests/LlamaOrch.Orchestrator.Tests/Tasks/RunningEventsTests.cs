using LlamaOrch.Orchestrator.Configuration;
using LlamaOrch.Orchestrator.Tasks;
using Microsoft.Extensions.Options;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Tasks;

[Trait("lane", "unit")]
public sealed class RunningEventsTests
{
    private const long Max = 1 << 20;

    private readonly RunningEvents all =
        new(Options.Create(new OrchestratorOptions { RunningEventsBytesMax = Max }));

    [Fact]
    public void Beyond_the_bound_only_tasks_with_more_than_their_share_are_ended()
    {
        using RunningEvents.Share large = all.Begin();
        using RunningEvents.Share small = all.Begin();

        Assert.True(large.Holds(Max - 1000));
        Assert.True(small.Holds(5000));
        Assert.False(large.Holds(Max - 900));
        Assert.Equal(Max - 900 + 5000, all.Bytes);
    }

    [Fact]
    public void What_has_ended_makes_room()
    {
        using RunningEvents.Share first = all.Begin();
        RunningEvents.Share second = all.Begin();
        Assert.True(second.Holds(Max));
        Assert.False(second.Holds(Max + 1));

        second.Dispose();

        Assert.Equal(0, all.Bytes);
        Assert.True(first.Holds(Max));
    }
}
