using LlamaOrch.Contracts.Errors;
using LlamaOrch.Core.Admission;
using Xunit;

namespace LlamaOrch.Core.Tests.Admission;

public sealed class QuotaUseTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly QuotaUse use = new();

    [Fact]
    public void Requests_at_a_time_are_limited_and_one_that_ends_makes_room()
    {
        var limits = new QuotaLimits(null, 2, null);
        Assert.Null(use.Enter(limits, Noon));
        Assert.Null(use.Enter(limits, Noon));

        Assert.Equal("QUOTA_EXCEEDED", use.Enter(limits, Noon)!.Code);
        use.Leave(0, Noon);

        Assert.Null(use.Enter(limits, Noon));
        Assert.Equal(2, use.Running);
    }

    [Fact]
    public void Requests_a_minute_come_in_a_burst_or_steadily_and_the_refusal_says_when()
    {
        var limits = new QuotaLimits(60, null, null);
        for (int count = 0; count < 60; count++)
            Assert.Null(use.Enter(limits, Noon));

        ErrorBody refusal = use.Enter(limits, Noon)!;

        Assert.Equal(1000, refusal.RetryAfterMs);
        Assert.True(refusal.Retriable);
        Assert.NotNull(use.Enter(limits, Noon.AddMilliseconds(999)));
        Assert.Null(use.Enter(limits, Noon.AddMilliseconds(1001)));
        Assert.NotNull(use.Enter(limits, Noon.AddMilliseconds(1001)));
    }

    [Fact]
    public void A_rest_gives_no_more_than_a_minutes_requests()
    {
        var limits = new QuotaLimits(3, null, null);

        Assert.Equal(3, Enumerable.Range(0, 10).Count(_ => use.Enter(limits, Noon.AddHours(5)) is null));
        Assert.Equal(3, Enumerable.Range(0, 10).Count(_ => use.Enter(limits, Noon.AddHours(9)) is null));
    }

    [Fact]
    public void Tokens_of_a_day_are_limited_until_midnight()
    {
        var limits = new QuotaLimits(null, null, 100);
        Assert.Null(use.Enter(limits, Noon));
        use.Leave(100, Noon);

        ErrorBody refusal = use.Enter(limits, Noon)!;

        Assert.Equal((long)TimeSpan.FromHours(12).TotalMilliseconds, refusal.RetryAfterMs);
        Assert.Null(use.Enter(limits, Noon.AddHours(12)));
    }

    [Fact]
    public void A_clock_that_steps_back_gives_nothing()
    {
        var limits = new QuotaLimits(1, null, 10);
        Assert.Null(use.Enter(limits, Noon));
        use.Leave(10, Noon);

        Assert.NotNull(use.Enter(limits, Noon.AddDays(-2)));
    }

    [Fact]
    public void Without_limits_everybody_may_in() =>
        Assert.All(Enumerable.Range(0, 1000), _ => Assert.Null(use.Enter(new QuotaLimits(null, null, null), Noon)));
}
