using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.Hosting.Timing;
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
/// <param name="closing">
/// The node has begun to stop: no engine is started any more, while those that run may finish. Ctrl-C reaches engines
/// too, so one that ends now is no crash.
/// </param>
internal sealed partial class EngineSupervisor(
    Pool pool,
    PoolSpec spec,
    IReadOnlyList<string> command,
    EngineLife life,
    RestartPolicy policy,
    HandoffFolder handoff,
    PoolMetrics metrics,
    Random random,
    SteadyTime time,
    ILogger<EngineSupervisor> logger,
    CancellationToken closing) : IPoolProvisioner
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
            // In this order, or the watcher takes our own deletion for an operator's.
            pool.Detach(exit.Sentence);
            handoff.Delete(spec.PoolId);
            if (closing.IsCancellationRequested)
                return;
            trouble = await NextAsync(exit, time.GetElapsedTime(started));
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

    /// <summary>
    /// Waits until the next start; returns why there has to be one, null when somebody asked for it.
    /// </summary>
    private async Task<string?> NextAsync(EngineExit exit, TimeSpan ran)
    {
        if (exit.WasAsked)
        {
            policy.Reset();
            return null;
        }

        if (IsHopeless(exit.Code))
            return await GiveUpAsync(exit.Sentence, exit.Code);

        RestartDecision decision = policy.OnCrash(time.GetUtcNow(), ran, random.NextDouble());
        if (decision.Delay is not TimeSpan delay)
        {
            return await GiveUpAsync(
                $"The engine fell over {decision.Crashes} times; its last words: {exit.Sentence}", exit.Code);
        }

        LogEnded(
            logger, exit.Code == 0 ? LogLevel.Information : LogLevel.Warning, pool.PoolId, exit.Sentence, delay);
        pool.Starting(exit.Sentence);
        if (await asked.WaitAsync(delay, closing))
            policy.Reset();
        metrics.Restarted(pool);
        return exit.Sentence;
    }

    private async Task<string?> GiveUpAsync(string sentence, int? exitCode)
    {
        pool.Fail(sentence, exitCode);
        LogGivenUp(logger, pool.PoolId, sentence);
        await asked.WaitAsync(Timeout.InfiniteTimeSpan, closing);
        policy.Reset();
        return null;
    }

    [LoggerMessage(EventId = 3401, Message =
        "Pool {PoolId}: the engine ended ({Reason}); a new one starts in {Delay}", EventName = "engine_ended")]
    private static partial void LogEnded(
        ILogger logger, LogLevel level, PoolId poolId, string reason, TimeSpan delay);

    [LoggerMessage(3402, LogLevel.Error, "Pool {PoolId} has failed: {Reason}", EventName = "engine_given_up")]
    private static partial void LogGivenUp(ILogger logger, PoolId poolId, string reason);
}
