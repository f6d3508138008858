using LlamaOrch.Core.Scheduling;
using Xunit;

namespace LlamaOrch.Core.Tests.Scheduling;

public sealed class DrainRateTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    [Fact]
    public void Without_a_queue_nothing_is_known() =>
        Assert.Null(new DrainRate(TimeSpan.FromMinutes(10)).NextPlaceMs(Start));

    [Fact]
    public void A_steady_queue_gives_its_interval()
    {
        var rate = new DrainRate(TimeSpan.FromMinutes(10));
        rate.Begin(Start);
        for (int second = 1; second <= 20; second++)
            rate.Released(Start.AddSeconds(second), queued: true);

        Assert.Equal(1000, rate.NextPlaceMs(Start.AddSeconds(21)));
    }

    [Fact]
    public void A_place_is_never_promised_in_less_than_a_millisecond()
    {
        var rate = new DrainRate(TimeSpan.FromMinutes(10));
        rate.Begin(Start);
        rate.Released(Start, queued: true);

        Assert.Equal(1, rate.NextPlaceMs(Start));
    }

    [Fact]
    public void A_clock_that_is_set_back_gives_no_negative_wait()
    {
        var rate = new DrainRate(TimeSpan.FromMinutes(10));
        rate.Begin(Start);
        Assert.Equal(1, rate.NextPlaceMs(Start.AddHours(-1)));

        rate.Released(Start.AddHours(-1), queued: true);
        Assert.Equal(1, rate.NextPlaceMs(Start.AddHours(-1)));
    }

    [Fact]
    public void A_queue_that_stands_still_promises_nothing_sooner_than_it_has_stood()
    {
        var rate = new DrainRate(TimeSpan.FromMinutes(10));
        rate.Begin(Start);
        rate.Released(Start.AddSeconds(1), queued: true);

        Assert.Equal(30_000, rate.NextPlaceMs(Start.AddSeconds(31)));
    }

    [Fact]
    public void Nobody_is_sent_away_for_longer_than_a_task_may_wait()
    {
        var rate = new DrainRate(TimeSpan.FromMinutes(10));
        rate.Begin(Start);

        Assert.Equal(600_000, rate.NextPlaceMs(Start.AddHours(1)));
    }
}
