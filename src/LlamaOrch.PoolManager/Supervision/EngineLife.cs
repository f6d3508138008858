using System.ComponentModel;
using LlamaOrch.Contracts.Handoff;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.PoolManager.Engines;
using LlamaOrch.PoolManager.Handoff;
using LlamaOrch.PoolManager.Models;
using LlamaOrch.PoolManager.Pools;
using LlamaOrch.PoolManager.Provisioning;
using LlamaOrch.PoolManager.Timing;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.PoolManager.Supervision;

/// <summary>One engine process from its start to its end: waits for its health, hands it off, watches it.</summary>
internal sealed class EngineLife(
    Pool pool,
    PoolSpec spec,
    HandoffFolder handoff,
    IEngineAdapter adapter,
    EngineLifeLimits limits,
    EngineLeftovers leftovers,
    TimeProvider time,
    ILogger logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Lives one life; on return the process has ended.</summary>
    /// <param name="command">The program and its first arguments.</param>
    /// <param name="asked">Signaled when somebody wants the engine restarted.</param>
    /// <param name="stopping">The node stops.</param>
    public async Task<EngineExit> RunAsync(IReadOnlyList<string> command, Wakeup asked, CancellationToken stopping)
    {
        // Held from before the engine opens it, so that what it has loaded is known whatever happens at the path.
        using LoadedFile? file = LoadedFile.Open(spec.ModelPath);
        EngineProcess process;
        try
        {
            process = EngineProcess.Start(command, EngineArguments.For(spec), pool.PoolId, leftovers, logger);
        }
        catch (Win32Exception failure)
        {
            return new EngineExit(
                (int)ExitCode.MissingPrerequisite, $"The engine {command[0]} can't be started: {failure.Message}.");
        }

        await using (process)
        {
            try
            {
                EngineExit? early = await UntilHealthyAsync(process, file, asked, stopping);
                return early ?? await WatchAsync(process, asked, stopping);
            }
            finally
            {
                pool.Loaded = null;
            }
        }
    }

    /// <summary>Null once the engine is healthy and handed off; its end when that came first.</summary>
    private async Task<EngineExit?> UntilHealthyAsync(
        EngineProcess process, LoadedFile? file, Wakeup asked, CancellationToken stopping)
    {
        long started = time.GetTimestamp();
        EngineAttachment? engine = null;
        while (!stopping.IsCancellationRequested)
        {
            if (process.Exited.IsCompleted)
                return await EndOfAsync(process, reachedReady: false);
            if (time.GetElapsedTime(started) > limits.StartMax)
                return Ours($"The engine was not ready within {limits.StartMax}.", reachedReady: false);
            if (process.Listening.IsCompletedSuccessfully)
            {
                engine ??= new EngineAttachment(File(await process.Listening));
                EngineProbe probe = await adapter.ProbeAsync(engine, known: null, stopping);
                if (probe.Health == EngineHealth.Ok)
                {
                    // Nobody can tell which of the two it has read, or how much of each.
                    if (file is not { IsAtPath: true })
                    {
                        return Ours(
                            $"The model file {spec.ModelPath} changed while the engine loaded it.",
                            reachedReady: false);
                    }

                    pool.Loaded = file;
                    handoff.Write(File(engine.Url));
                    return null;
                }
            }

            if (await WaitAsync(process, asked, Pause, stopping))
                return new EngineExit(null, "A restart was asked for.", WasAsked: true);
        }

        return Stopped;
    }

    private async Task<EngineExit> WatchAsync(EngineProcess process, Wakeup asked, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            if (process.Exited.IsCompleted)
                return await EndOfAsync(process, reachedReady: true);
            if (pool.SilentFor is TimeSpan silent && silent > limits.SilentMax)
                return Ours($"The engine gave no answer for {silent.TotalSeconds:0} s.", reachedReady: true);
            if (await WaitAsync(process, asked, limits.WatchInterval, stopping))
                return new EngineExit(null, "A restart was asked for.", ReachedReady: true, WasAsked: true);
        }

        return Stopped;
    }

    /// <summary>Waits until the process ends, a restart is asked for (true), time is up or the node stops.</summary>
    private static async Task<bool> WaitAsync(
        EngineProcess process, Wakeup asked, TimeSpan atMost, CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        Task<bool> waiting = asked.WaitAsync(atMost, ended.Token);
        await Task.WhenAny(waiting, process.Exited);
        await ended.CancelAsync();
        await ((Task)waiting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return waiting.IsCompletedSuccessfully && await waiting;
    }

    private static EngineExit Stopped { get; } = Ours("The node stops.", reachedReady: false);

    private static EngineExit Ours(string sentence, bool reachedReady) => new(null, sentence, reachedReady);

    private static async Task<EngineExit> EndOfAsync(EngineProcess process, bool reachedReady)
    {
        int code = await process.Exited;
        string sentence = process.LastSentence.Length > 0
            ? process.LastSentence
            : $"The engine ended with exit code {code} and said nothing.";
        return new EngineExit(code, sentence, reachedReady);
    }

    private HandoffFile File(Uri url) => new()
    {
        PoolId = spec.PoolId,
        Engine = spec.Engine,
        Url = url,
        ModelId = spec.ModelId,
        DeviceMask = spec.DeviceMask,
        WrittenAt = time.GetUtcNow(),
    };
}
