using LlamaOrch.Hosting.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Logging;

[Trait("lane", "unit")]
public sealed class LineBudgetTests
{
    private readonly FakeTimeProvider time = new();

    [Fact]
    public void Lines_beyond_the_bound_of_a_second_are_left_out_and_counted()
    {
        var budget = new LineBudget(time, perSecondMax: 2);

        Assert.Equal([true, true, false, false], Enumerable.Range(0, 4).Select(_ => budget.TryTake(out long _)));

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(budget.TryTake(out long before));
        Assert.Equal(2, before);
        Assert.True(budget.TryTake(out before));
        Assert.Equal(0, before);
    }
}
