using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.PoolManager.Handoff;
using LlamaOrch.PoolManager.Metrics;
using LlamaOrch.PoolManager.Models;
using LlamaOrch.PoolManager.Pools;
using LlamaOrch.PoolManager.Provisioning;
using LlamaOrch.PoolManager.Timing;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.PoolManager.Supervision;

/// <summary>
/// Keeps one embedded engine running: starts it again after a crash, gives it up when it crashes too often or when a
/// new start can't end otherwise, and starts it anew when somebody asks.
/// </summary>
internal sealed partial class EngineSupervisor(
    Pool pool,
    PoolSpec spec,
    IReadOnlyList<string> command,
    EngineLife life,
    RestartPolicy policy,
    HandoffFolder handoff,
    PoolMetrics metrics,
    Random random,
    TimeProvider time,
    ILogger<EngineSupervisor> logger) : IPoolProvisioner
{
    private readonly Wakeup asked = new(time);

    public async Task RunAsync(CancellationToken stopping)
    {
        string? trouble = null;
        while (!stopping.IsCancellationRequested)
        {
            // A file of an engine that died with an earlier life of ours would lead into nowhere.
            handoff.Delete(spec.PoolId);
            pool.Starting(trouble);
            long started = time.GetTimestamp();
            EngineExit exit = ModelFile.Problem(spec.ModelPath) is string problem
                ? new EngineExit((int)ExitCode.BadModelFile, problem)
                : await life.RunAsync(command, asked, stopping);
            handoff.Delete(spec.PoolId);
            pool.Detach(exit.Sentence);
            if (stopping.IsCancellationRequested)
                return;
            trouble = await NextAsync(exit, time.GetElapsedTime(started), stopping);
        }
    }

    public void Restart() => asked.Signal();

    public void Preload()
    {
        if (pool.Status.Failure is not null)
            asked.Signal();
    }

    /// <summary>Whether an exit code means that the same start will fail in the same way.</summary>
    public static bool IsHopeless(int? code) => code is
        (int)ExitCode.Usage or (int)ExitCode.BadConfiguration or (int)ExitCode.BadModelFile
        or (int)ExitCode.TooLittleMemory or (int)ExitCode.EngineLibraryTampered or (int)ExitCode.MissingPrerequisite;

    /// <summary>Waits until the next start; returns why there has to be one, null when somebody asked for it.</summary>
    private async Task<string?> NextAsync(EngineExit exit, TimeSpan ran, CancellationToken stopping)
    {
        if (exit.WasAsked)
        {
            policy.Reset();
            return null;
        }

        if (IsHopeless(exit.Code))
            return await GiveUpAsync(exit.Sentence, stopping);

        RestartDecision decision = policy.OnCrash(time.GetUtcNow(), ran, random.NextDouble());
        if (decision.Delay is not TimeSpan delay)
        {
            return await GiveUpAsync(
                $"The engine fell over {decision.Crashes} times; its last words: {exit.Sentence}", stopping);
        }

        LogCrashed(logger, pool.PoolId, exit.Sentence, delay);
        pool.Starting(exit.Sentence);
        if (await asked.WaitAsync(delay, stopping))
            policy.Reset();
        metrics.Restarted(pool.PoolId);
        return exit.Sentence;
    }

    private async Task<string?> GiveUpAsync(string sentence, CancellationToken stopping)
    {
        pool.Fail(sentence);
        LogGivenUp(logger, pool.PoolId, sentence);
        await asked.WaitAsync(Timeout.InfiniteTimeSpan, stopping);
        policy.Reset();
        return null;
    }

    [LoggerMessage(3401, LogLevel.Warning, "Pool {PoolId}: the engine ended ({Reason}); it is started again in {Delay}")]
    private static partial void LogCrashed(ILogger logger, PoolId poolId, string reason, TimeSpan delay);

    [LoggerMessage(3402, LogLevel.Error, "Pool {PoolId} has failed: {Reason}")]
    private static partial void LogGivenUp(ILogger logger, PoolId poolId, string reason);
}
