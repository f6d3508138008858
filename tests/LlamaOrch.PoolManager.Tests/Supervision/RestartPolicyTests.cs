using LlamaOrch.PoolManager.Supervision;
using LlamaOrch.PoolManager.Timing;

namespace LlamaOrch.PoolManager.Tests.Supervision;

[Trait("lane", "unit")]
public sealed class RestartPolicyTests
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;

    private readonly RestartPolicy policy = new(
        new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10)), crashesMax: 3, Window);

    [Fact]
    public void Crashes_up_to_the_limit_are_restarted_after_doubling_pauses() => Assert.Equal(
        [1, 2, 4],
        Enumerable.Range(0, 3).Select(second => Crash(second).Delay!.Value.TotalSeconds));

    [Fact]
    public void One_crash_more_than_the_limit_within_the_window_is_not_restarted()
    {
        for (int second = 0; second < 3; second++)
            Crash(second);

        RestartDecision decision = Crash(3);

        Assert.Null(decision.Delay);
        Assert.Equal(4, decision.Crashes);
    }

    [Fact]
    public void Crashes_that_left_the_window_do_not_count()
    {
        for (int second = 0; second < 3; second++)
            Crash(second);

        RestartDecision decision = Crash(60);

        Assert.NotNull(decision.Delay);
        Assert.Equal(3, decision.Crashes);
    }

    [Fact]
    public void A_run_of_a_whole_window_begins_the_pauses_anew()
    {
        Crash(0);
        Crash(1);

        Assert.Equal(TimeSpan.FromSeconds(1), policy.OnCrash(Start + Window * 2, Window, jitter: 1).Delay);
    }

    [Fact]
    public void A_limit_of_zero_never_restarts() => Assert.Null(
        new RestartPolicy(new Backoff(Window, Window), crashesMax: 0, Window)
            .OnCrash(Start, TimeSpan.Zero, jitter: 1).Delay);

    [Fact]
    public void Reset_forgets_the_crashes()
    {
        for (int second = 0; second < 3; second++)
            Crash(second);
        policy.Reset();

        Assert.Equal(new RestartDecision(TimeSpan.FromSeconds(1), 1), Crash(3));
    }

    private RestartDecision Crash(int second) =>
        policy.OnCrash(Start.AddSeconds(second), TimeSpan.FromSeconds(1), jitter: 1);
}
