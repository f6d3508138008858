using System.Collections.Concurrent;
using System.Diagnostics;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Hosting.Tracing;
using LlamaOrch.PoolManager.Configuration;
using LlamaOrch.PoolManager.Pools;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LlamaOrch.PoolManager.Engines;

/// <summary>
/// Asks every attached engine for its health, each pool in a loop of its own: one that hangs delays no other.
/// </summary>
internal sealed partial class EngineMonitor(
    PoolDirectory pools,
    EngineAdapters adapters,
    SpanSource spans,
    IOptions<PoolManagerOptions> options,
    ILogger<EngineMonitor> logger) : BackgroundService
{
    // A model that loads is worth asking more often: readiness is what people wait for.
    private static readonly TimeSpan LoadingPause = TimeSpan.FromMilliseconds(100);

    private readonly TimeSpan interval = TimeSpan.FromMilliseconds(options.Value.HealthIntervalMs);
    private readonly int failuresMax = options.Value.HealthFailuresMax;
    private readonly ConcurrentDictionary<PoolId, Task> loops = new();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        void Watch(Pool pool) => loops.GetOrAdd(pool.PoolId, _ => WatchAsync(pool, stoppingToken));
        pools.Added += Watch;
        foreach (Pool pool in pools.All)
            Watch(pool);
        await Task.Delay(Timeout.Infinite, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        pools.Added -= Watch;
        await Task.WhenAll(loops.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task WatchAsync(Pool pool, CancellationToken stopping)
    {
        await Task.Yield();
        int failures = 0;
        while (true)
        {
            TimeSpan pause = interval;
            try
            {
                (failures, pause) = await LookAsync(pool, failures, stopping);
            }
            catch (Exception defect) when (!stopping.IsCancellationRequested)
            {
                // Whatever it is, it must not end the loop: the pool would stay as it is for ever.
                LogDefect(logger, defect, pool.PoolId);
            }

            await pool.ProbeNow.WaitAsync(pause, stopping);
        }
    }

    /// <summary>Asks once; how often in a row it was in vain by now, and when to ask again.</summary>
    private async Task<(int Failures, TimeSpan Pause)> LookAsync(Pool pool, int failures, CancellationToken stopping)
    {
        if (pool.Status.Attachment is not EngineAttachment engine)
            return (failures, interval);
        EngineProbe probe = await ProbeAsync(pool, engine, stopping);
        failures = probe.Health == EngineHealth.Silent ? failures + 1 : 0;
        if (probe.Health != EngineHealth.Silent || failures >= failuresMax)
            Tell(pool, engine, probe);
        else
            pool.Unanswered(engine);
        bool isLoading = probe.Health == EngineHealth.Loading && LoadingPause < interval;
        return (failures, isLoading ? LoadingPause : interval);
    }

    private async Task<EngineProbe> ProbeAsync(Pool pool, EngineAttachment engine, CancellationToken stopping)
    {
        PoolStatus status = pool.Status;
        using Activity? span = spans.EnterRoot("health_check");
        span?.SetTag(SpanTags.PoolId, pool.PoolId.Value).SetTag(SpanTags.Engine, engine.Kind);
        try
        {
            EngineProbe probe = await adapters.For(engine.Kind).ProbeAsync(
                engine, status.Properties, stopping);
            Tell(span, probe);
            return probe;
        }
        catch (Exception defect) when (!stopping.IsCancellationRequested)
        {
            LogDefect(logger, defect, pool.PoolId);
            span?.SetStatus(ActivityStatusCode.Error, defect.Message);
            return new EngineProbe(EngineHealth.Down, Sentence: $"Its engine could not be asked: {defect.Message}");
        }
    }

    private static void Tell(Activity? span, EngineProbe probe)
    {
        span?.SetTag(SpanTags.Health, probe.Health.ToString().ToLowerInvariant());
        if (probe.Health is EngineHealth.Down or EngineHealth.Silent)
            span?.SetStatus(ActivityStatusCode.Error, probe.Sentence);
    }

    private void Tell(Pool pool, EngineAttachment engine, EngineProbe probe)
    {
        bool wasReady = pool.Status.Ready;
        EngineProperties? before = pool.Status.Properties;
        pool.Observed(engine, probe);
        Compare(pool, before, probe.Properties);
        if (wasReady && !pool.Status.Ready && probe.Sentence is string why)
        {
            LogLost(logger, pool.PoolId, why);
        }
        else if (!wasReady && pool.Status.Ready)
        {
            LogReady(
                logger,
                pool.PoolId,
                probe.Properties!.ModelId,
                probe.Properties.Slots,
                engine.Kind,
                probe.Properties.Version is { Length: > 0 } version ? version : null);
        }
    }

    private void Compare(Pool pool, EngineProperties? before, EngineProperties? now)
    {
        if (now is null || now == before)
            return;
        if (before is not null && (before.ModelId != now.ModelId || before.EngineName != now.EngineName))
            LogOtherModel(logger, pool.PoolId, now.ModelId, before.ModelId);
        if (now.SlotsAreAssumed && before is not { SlotsAreAssumed: true })
            LogAssumed(logger, pool.PoolId, now.Slots);
        if (!now.Others.Equals(before?.Others ?? ServedModels.None))
            LogOthers(logger, pool.PoolId, now.Others.All.Count);
    }

    [LoggerMessage(3214, LogLevel.Warning,
        "Pool {PoolId}: its engine serves model {ModelId} now, and served {Before} before",
        EventName = "pool_model_changed")]
    private static partial void LogOtherModel(ILogger logger, PoolId poolId, ModelId modelId, ModelId before);

    [LoggerMessage(3215, LogLevel.Warning,
        "Pool {PoolId}: its engine does not tell its slots, so {Slots} are assumed; set slots for this pool",
        EventName = "slots_assumed")]
    private static partial void LogAssumed(ILogger logger, PoolId poolId, int slots);

    [LoggerMessage(3216, LogLevel.Information,
        "Pool {PoolId}: {Count} more models of its engine are served, each as a pool of its own on the same slots",
        EventName = "pool_models_listed")]
    private static partial void LogOthers(ILogger logger, PoolId poolId, int count);

    [LoggerMessage(3101, LogLevel.Warning, "Pool {PoolId} is not ready any more: {Reason}", EventName = "pool_lost")]
    private static partial void LogLost(ILogger logger, PoolId poolId, string reason);

    [LoggerMessage(3103, LogLevel.Error,
        "Pool {PoolId}: asking its engine failed in a way that nobody expected", EventName = "engine_probe_defect")]
    private static partial void LogDefect(ILogger logger, Exception defect, PoolId poolId);

    [LoggerMessage(3102, LogLevel.Information,
        "Pool {PoolId} is ready: model {ModelId} on {Slots} slots", EventName = "pool_ready")]
    private static partial void LogReady(
        ILogger logger, PoolId poolId, ModelId modelId, int slots, string engine, string? engineVersion);
}
