using LlamaOrch.Core.Scheduling;
using Xunit;

namespace LlamaOrch.Core.Tests.Scheduling;

public sealed class ServiceTimesTests
{
    private readonly ServiceTimes times = new();

    [Fact]
    public void Mean_and_variance_are_those_of_what_was_seen()
    {
        foreach (int ms in (int[])[2, 4, 4, 4, 5, 5, 7, 9])
            times.Observe(TimeSpan.FromMilliseconds(ms));

        Assert.Equal(5, times.MeanMs, 9);
        Assert.Equal(4, times.VarianceMs, 9);
    }

    [Fact]
    public void A_change_of_load_is_followed()
    {
        for (int index = 0; index < 1000; index++)
            times.Observe(TimeSpan.FromSeconds(1));
        for (int index = 0; index < 60; index++)
            times.Observe(TimeSpan.FromSeconds(10));

        Assert.InRange(times.MeanMs, 9_500, 10_000);
    }

    [Fact]
    public void A_clock_that_is_set_back_gives_no_negative_time()
    {
        times.Observe(TimeSpan.FromHours(-1));

        Assert.InRange(times.MeanMs, 0, 1);
        Assert.Equal(0, times.VarianceMs);
    }
}
