using LlamaOrch.Contracts.Handoff;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.PoolManager.Engines;
using LlamaOrch.PoolManager.Handoff;
using LlamaOrch.PoolManager.Pools;
using LlamaOrch.PoolManager.Timing;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.PoolManager.Provisioning;

/// <summary>Attaches to an engine that runs elsewhere: as soon as it answers, its handoff file is written.</summary>
internal sealed partial class AttachProvisioner(
    Pool pool,
    PoolSpec spec,
    HandoffFolder handoff,
    IEngineAdapter adapter,
    Backoff backoff,
    Random random,
    TimeProvider time,
    ILogger<AttachProvisioner> logger) : IPoolProvisioner
{
    private static readonly TimeSpan LoadingPause = TimeSpan.FromMilliseconds(100);

    private readonly Wakeup asked = new(time);

    public async Task RunAsync(CancellationToken stopping)
    {
        while (true)
        {
            handoff.Delete(spec.PoolId);
            pool.Starting();
            await UntilHealthyAsync(stopping);
            backoff.Reset();
            handoff.Write(File());
            await asked.WaitAsync(Timeout.InfiniteTimeSpan, stopping);
            pool.Detach("The pool is being reloaded.");
        }
    }

    public void Restart() => asked.Signal();

    public void Preload()
    {
        if (pool.Status.Attachment is null)
            asked.Signal();
    }

    private async Task UntilHealthyAsync(CancellationToken stopping)
    {
        var engine = new EngineAttachment(File());
        while (true)
        {
            EngineProbe probe = await adapter.ProbeAsync(engine, known: null, stopping);
            if (probe.Health == EngineHealth.Ok)
                return;
            bool loads = probe.Health == EngineHealth.Loading;
            if (!loads && pool.Status.Failure != probe.Sentence)
            {
                pool.Fail(probe.Sentence!);
                LogUnreachable(logger, pool.PoolId, probe.Sentence!);
            }

            await asked.WaitAsync(loads ? LoadingPause : backoff.Next(random.NextDouble()), stopping);
        }
    }

    private HandoffFile File() => new()
    {
        PoolId = spec.PoolId,
        Engine = spec.Engine,
        Url = spec.EngineUrl!,
        ModelId = spec.ModelId,
        Slots = spec.Slots,
        ContextTokens = spec.ContextTokens,
        DeviceMask = spec.DeviceMask,
        WrittenAt = time.GetUtcNow(),
    };

    [LoggerMessage(3303, LogLevel.Error, "Pool {PoolId}: {Reason} It is asked again until it does.")]
    private static partial void LogUnreachable(ILogger logger, PoolId poolId, string reason);
}
