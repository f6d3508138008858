using LlamaOrch.Orchestrator.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>
/// A clean stop: from its begin nothing new is taken and nothing that waits is started, while what answers already, a
/// task or a request below <c>/v1</c>, may end within <c>stop_grace_ms</c>. The listener stays up meanwhile, so that
/// readers of these answers lose nothing either.
/// </summary>
internal sealed class StopGrace : IHostedLifecycleService, IDisposable
{
    // What was cut has its end to write.
    private static readonly TimeSpan CutMax = TimeSpan.FromSeconds(1);

    private readonly TimeSpan grace;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource begun = new();
    private readonly CancellationTokenSource over = new();
    private readonly CancellationTokenRegistration asked;
    private TaskCompletionSource? idle;
    private int running;

    public StopGrace(IOptions<OrchestratorOptions> options, IHostApplicationLifetime host, TimeProvider time)
    {
        grace = TimeSpan.FromMilliseconds(options.Value.StopGraceMs);
        this.time = time;
        asked = host.ApplicationStopping.Register(Begin);
    }

    /// <summary>Canceled when the stop begins.</summary>
    public CancellationToken Begun => begun.Token;

    /// <summary>Canceled when what still runs is cut.</summary>
    public CancellationToken Over => over.Token;

    /// <summary>Begins the stop without waiting for its end.</summary>
    public void Begin() => begun.Cancel();

    /// <summary>Something answers from now on, until <see cref="Leave"/>.</summary>
    public void Enter() => Interlocked.Increment(ref running);

    /// <summary>It has ended.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref running) == 0)
            Volatile.Read(ref idle)?.TrySetResult();
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Comes before any part stops: tasks that end now need the journal and the grains.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        Begin();
        await WaitAsync(grace, cancellationToken);
        await over.CancelAsync();
        await WaitAsync(CutMax, CancellationToken.None);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        asked.Dispose();
        begun.Dispose();
        over.Dispose();
    }

    private async Task WaitAsync(TimeSpan most, CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref idle, ended);
        // Whoever left before it was there has not told it.
        if (Volatile.Read(ref running) == 0)
            return;
        await ended.Task.WaitAsync(most, time, cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
