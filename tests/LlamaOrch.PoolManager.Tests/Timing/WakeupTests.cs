using LlamaOrch.PoolManager.Timing;
using Microsoft.Extensions.Time.Testing;

namespace LlamaOrch.PoolManager.Tests.Timing;

[Trait("lane", "unit")]
public sealed class WakeupTests
{
    private readonly FakeTimeProvider time = new();
    private readonly Wakeup wakeup;

    public WakeupTests() => wakeup = new Wakeup(time);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Wait_ends_unsignaled_when_its_time_has_passed()
    {
        Task<bool> waiting = wakeup.WaitAsync(TimeSpan.FromSeconds(10), Cancel);
        time.Advance(TimeSpan.FromSeconds(9));
        Assert.False(waiting.IsCompleted);

        time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await waiting);
    }

    [Fact]
    public async Task Signal_ends_a_wait()
    {
        Task<bool> waiting = wakeup.WaitAsync(TimeSpan.FromSeconds(10), Cancel);
        wakeup.Signal();

        Assert.True(await waiting);
    }

    [Fact]
    public async Task Signal_before_a_wait_ends_it_at_once_and_only_it()
    {
        wakeup.Signal();
        wakeup.Signal();

        Assert.True(await wakeup.WaitAsync(TimeSpan.FromSeconds(10), Cancel));
        Assert.False(wakeup.WaitAsync(TimeSpan.FromSeconds(10), Cancel).IsCompleted);
    }

    [Fact]
    public async Task Cancel_ends_a_wait_with_an_exception()
    {
        using var cancel = new CancellationTokenSource();
        Task<bool> waiting = wakeup.WaitAsync(TimeSpan.FromSeconds(10), cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }
}
