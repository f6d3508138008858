using System.Collections.Concurrent;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.PoolManager.Configuration;
using LlamaOrch.PoolManager.Pools;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LlamaOrch.PoolManager.Provisioning;

/// <summary>
/// What an operator may ask of a pool; each returns at once, the pool's status shows how it goes on.
/// </summary>
internal sealed partial class PoolControl(
    PoolProvisioning provisioning,
    IHostApplicationLifetime lifetime,
    IOptions<PoolManagerOptions> options,
    TimeProvider time,
    ILogger<PoolControl> logger)
{
    private readonly TimeSpan drainMax = TimeSpan.FromMilliseconds(options.Value.DrainTimeoutMs);
    private readonly ConcurrentDictionary<PoolId, Task> reloads = new();

    /// <summary>Takes work again, and starts the engine if there is none.</summary>
    public void Preload(Pool pool)
    {
        LogAsked(logger, pool.PoolId, "preload");
        pool.Resume();
        provisioning.Find(pool.PoolId)?.Preload();
    }

    /// <summary>Finishes what it has and takes nothing new, until preloaded or reloaded.</summary>
    public void Drain(Pool pool)
    {
        LogAsked(logger, pool.PoolId, "drain");
        pool.Drain();
    }

    /// <summary>
    /// Drains, restarts the engine and takes work again; one at a time, a second one joins the first.
    /// </summary>
    public void Reload(Pool pool)
    {
        LogAsked(logger, pool.PoolId, "reload");
        pool.Drain();
        reloads.GetOrAdd(pool.PoolId, _ => ReloadAsync(pool));
    }

    private async Task ReloadAsync(Pool pool)
    {
        await Task.Yield();
        await pool.Slots.WhenIdleAsync().WaitAsync(drainMax, time, lifetime.ApplicationStopping)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        reloads.TryRemove(pool.PoolId, out _);
        if (lifetime.ApplicationStopping.IsCancellationRequested)
            return;
        if (provisioning.Find(pool.PoolId) is IPoolProvisioner provisioner)
        {
            // Before it takes work again, or that would still go to the engine which is about to end.
            pool.Detach("The pool is being reloaded.");
            provisioner.Restart();
        }
        else
        {
            pool.Ask();
        }

        pool.Resume();
    }

    [LoggerMessage(3305, LogLevel.Information, "Pool {PoolId}: {What} was asked for", EventName = "pool_asked")]
    private static partial void LogAsked(ILogger logger, PoolId poolId, string what);
}
