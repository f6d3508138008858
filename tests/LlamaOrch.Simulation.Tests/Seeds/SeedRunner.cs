using LlamaOrch.Simulation.Tests.Scenarios;

namespace LlamaOrch.Simulation.Tests.Seeds;

/// <summary>Runs seeds, one thread each, and runs the first that fails again with its trace.</summary>
internal static class SeedRunner
{
    private const int TraceLines = 200;

    private const int SeedsOfProgress = 1_000;

    /// <summary>The first seed of a list that breaks a rule; null when none does.</summary>
    /// <param name="seeds">The seeds.</param>
    /// <param name="progress">Told after each thousand how many have been played, from any thread.</param>
    public static SeedResult? FirstFailure(IReadOnlyList<ulong> seeds, Action<int> progress)
    {
        int next = -1;
        int played = 0;
        SeedResult? failure = null;
        var found = new Lock();
        Thread[] workers = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => new Thread(Work))];
        foreach (Thread worker in workers)
            worker.Start();
        foreach (Thread worker in workers)
            worker.Join();
        return failure is null ? null : Run(failure.Seed, TraceLines) is { Broken: not null } again
            ? again
            : failure with { Broken = $"(not when played again) {failure.Broken}" };

        void Work()
        {
            while (Volatile.Read(ref failure) is null && Interlocked.Increment(ref next) is int index
                && index < seeds.Count)
            {
                SeedResult result = Run(seeds[index], traceLines: 0);
                if (result.Broken is null)
                {
                    int count = Interlocked.Increment(ref played);
                    if (count % SeedsOfProgress == 0)
                        progress(count);
                    continue;
                }

                lock (found)
                    failure = failure is null || result.Seed < failure.Seed ? result : failure;
            }
        }
    }

    /// <summary>Runs one seed on this thread.</summary>
    public static SeedResult Run(ulong seed, int traceLines)
    {
        SynchronizationContext? before = SynchronizationContext.Current;
        var run = new SimulationRun(seed, traceLines);
        SynchronizationContext.SetSynchronizationContext(run.World.Thread);
        try
        {
            run.Play();
        }
        catch (Exception defect)
        {
            run.World.Break($"the simulation itself failed: {defect}");
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        return new SeedResult(seed, run.World.Broken, run.World.Step, [.. run.World.Trace.Lines]);
    }
}
