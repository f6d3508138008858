using LlamaOrch.Contracts.Handoff;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.PoolManager.Engines;
using LlamaOrch.PoolManager.Handoff;
using LlamaOrch.PoolManager.Pools;
using LlamaOrch.PoolManager.Timing;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.PoolManager.Provisioning;

/// <summary>Attaches to an engine that runs elsewhere: as soon as it answers, its handoff file is written.</summary>
/// <param name="silencesMax">So many unanswered questions in a row fail the pool; a busy machine may miss one.</param>
internal sealed partial class AttachProvisioner(
    Pool pool,
    PoolSpec spec,
    HandoffFolder handoff,
    IEngineAdapter adapter,
    int silencesMax,
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
        var engine = new EngineAttachment(File(), spec.Secret);
        int silences = 0;
        while (true)
        {
            EngineProbe probe = await adapter.ProbeAsync(engine, known: null, stopping);
            if (probe.Health == EngineHealth.Ok)
                return;
            silences = probe.Health == EngineHealth.Silent ? silences + 1 : 0;
            bool waits = probe.Health == EngineHealth.Loading || silences is > 0 && silences < silencesMax;
            if (!waits)
                Fail(probe.Sentence!);
            else if (probe.Health == EngineHealth.Loading && pool.Status.Failure is not null)
                pool.Starting();
            await asked.WaitAsync(waits ? LoadingPause : backoff.Next(random.NextDouble()), stopping);
        }
    }

    private void Fail(string sentence)
    {
        if (pool.Status.Failure == sentence)
            return;
        pool.Fail(sentence);
        LogUnreachable(logger, pool.PoolId, sentence);
    }

    private HandoffFile File() => new()
    {
        PoolId = spec.PoolId,
        Engine = spec.Engine,
        Url = spec.EngineUrl!,
        ModelId = spec.ModelId,
        EngineModel = spec.EngineModel,
        Slots = spec.Slots,
        ContextTokens = spec.ContextTokens,
        DeviceMask = spec.DeviceMask,
        WrittenAt = time.GetUtcNow(),
    };

    [LoggerMessage(3303, LogLevel.Error,
        "Pool {PoolId}: {Reason} It is asked again until it does.", EventName = "engine_unreachable")]
    private static partial void LogUnreachable(ILogger logger, PoolId poolId, string reason);
}
