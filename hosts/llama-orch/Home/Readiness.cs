using LlamaOrch.Client;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Contracts.Processes;

namespace LlamaOrch.Cli.Home;

/// <summary>Waits until the control plane can place work on every pool, and says what it waits for.</summary>
internal sealed class Readiness(HomeDaemons daemons, string? token)
{
    // Loading a model may keep a small machine busy for longer than a person would wait for an answer.
    private static readonly TimeSpan AnswerMax = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns the pools once all of them are ready.</summary>
    /// <exception cref="StartupException">A pool has failed.</exception>
    public async Task<IReadOnlyList<PoolReport>> WaitAsync(
        IProgress<string> progress, CancellationToken cancellationToken)
    {
        using var fleet = new OrchestratorClient(daemons.Url, token, AnswerMax);
        List<OrchestratorClient> nodes =
            [.. daemons.NodeUrls.Select(url => new OrchestratorClient(url, token, AnswerMax))];
        try
        {
            using var timer = new PeriodicTimer(AskEvery);
            while (true)
            {
                List<PoolReport> own = [];
                foreach (OrchestratorClient node in nodes)
                    own.AddRange(await node.ListPoolsAsync(cancellationToken));
                // Asked of the nodes themselves: the control plane learns of a failure only by and by.
                if (own.FirstOrDefault(pool => pool.State == PoolState.Failed) is PoolReport failed)
                    throw Failed(failed);

                IReadOnlyList<PoolReport> seen = await fleet.ListPoolsAsync(cancellationToken);
                if (seen.Count >= nodes.Count && seen.Count == own.Count && seen.All(pool => pool.Ready))
                    return seen;
                progress.Report(WhatIsMissing(own, seen));
                await timer.WaitForNextTickAsync(cancellationToken);
            }
        }
        finally
        {
            nodes.ForEach(node => node.Dispose());
        }
    }

    private static string WhatIsMissing(List<PoolReport> own, IReadOnlyList<PoolReport> seen)
    {
        PoolReport? slow = own.FirstOrDefault(pool => !pool.Ready);
        if (slow is null)
            return $"the control plane has found {seen.Count(pool => pool.Ready)} of {own.Count} pools";
        return slow.LastError is string trouble
            ? $"{slow.PoolId}: {trouble}"
            : $"{slow.PoolId} loads the model, {own.Count(pool => pool.Ready)} of {own.Count} pools are ready";
    }

    /// <summary>With the engine's own sentence and code where it gave them.</summary>
    private static StartupException Failed(PoolReport pool) =>
        pool.LastExitCode is int code && code >= (int)ExitCode.PortInUse && Enum.IsDefined((ExitCode)code)
            ? new StartupException((ExitCode)code, pool.LastError!)
            : new StartupException(
                ExitCode.EngineFailed, $"The engine of {pool.PoolId} did not start: {pool.LastError}");
}
