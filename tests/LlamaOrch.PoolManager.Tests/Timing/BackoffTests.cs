using LlamaOrch.PoolManager.Timing;

namespace LlamaOrch.PoolManager.Tests.Timing;

[Trait("lane", "unit")]
public sealed class BackoffTests
{
    private readonly Backoff backoff = new(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1));

    [Fact]
    public void Next_doubles_up_to_the_longest() => Assert.Equal(
        [100, 200, 400, 800, 1000, 1000],
        Enumerable.Range(0, 6).Select(_ => backoff.Next(jitter: 1).TotalMilliseconds));

    [Fact]
    public void Next_without_jitter_is_half() => Assert.Equal(TimeSpan.FromMilliseconds(50), backoff.Next(jitter: 0));

    [Fact]
    public void Next_after_very_many_failures_is_the_longest()
    {
        for (int failure = 0; failure < 10_000; failure++)
            backoff.Next(jitter: 1);

        Assert.Equal(TimeSpan.FromSeconds(1), backoff.Next(jitter: 1));
    }

    [Fact]
    public void Reset_begins_anew()
    {
        backoff.Next(jitter: 1);
        backoff.Next(jitter: 1);
        backoff.Reset();

        Assert.Equal(TimeSpan.FromMilliseconds(100), backoff.Next(jitter: 1));
    }
}
