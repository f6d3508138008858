using System.Collections.Frozen;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.PoolManager.Pools;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.PoolManager.Provisioning;

/// <summary>
/// Runs the provisioner of every pool of the settings, and on stop ends every engine that they started.
/// </summary>
internal sealed partial class PoolProvisioning(
    PoolDirectory pools,
    ProvisionerFactory factory,
    EngineLeftovers leftovers,
    TimeProvider time,
    ILogger<PoolProvisioning> logger) : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource stopping = new();
    private FrozenDictionary<PoolId, IPoolProvisioner> provisioners = FrozenDictionary<PoolId, IPoolProvisioner>.Empty;
    private Task[] running = [];

    /// <summary>The provisioner of a pool; null for one that an operator's handoff file brought.</summary>
    public IPoolProvisioner? Find(PoolId poolId) => provisioners.GetValueOrDefault(poolId);

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>After the listener has its port: a node that can't listen starts no engine.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        // Before any engine starts: those of an earlier run hold memory that the new ones need.
        leftovers.EndAll();
        provisioners = pools.All
            .Where(pool => pool.Spec is not null)
            .ToFrozenDictionary(pool => pool.PoolId, pool => factory.Create(pool, pool.Spec!));
        running = [.. pools.All.Where(pool => pool.Spec is not null).Select(RunAsync)];
        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>
    /// Not cut short by the host's patience: each engine has its own limit, and none may be left behind.
    /// </summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // Before the engines end, so that nobody takes that for a fault.
        foreach (Pool pool in pools.All)
            pool.Detach("The node stops.");
        await stopping.CancelAsync();
        await Task.WhenAll(running);
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => stopping.Dispose();

    private async Task RunAsync(Pool pool)
    {
        CancellationToken stop = stopping.Token;
        await Task.Yield();
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await provisioners[pool.PoolId].RunAsync(stop);
                return;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // A full or read-only disk keeps the handoff file from being written; it may get better.
                pool.Fail($"The handoff file can't be written: {failure.Message}");
                LogDisk(logger, pool.PoolId, failure.Message);
                await Task.Delay(RetryPause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception defect)
            {
                // Nobody waits for this task: without a word its pool would be starting for ever.
                pool.Fail($"The pool can't be provisioned: {defect.Message}");
                LogDefect(logger, defect, pool.PoolId);
                await Task.Delay(RetryPause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(3304, LogLevel.Error,
        "Pool {PoolId}: the handoff file can't be written: {Reason}", EventName = "handoff_not_written")]
    private static partial void LogDisk(ILogger logger, PoolId poolId, string reason);

    [LoggerMessage(3211, LogLevel.Error,
        "Provisioning pool {PoolId} failed unexpectedly; it is tried again", EventName = "provisioning_defect")]
    private static partial void LogDefect(ILogger logger, Exception defect, PoolId poolId);
}
