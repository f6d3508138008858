using LlamaOrch.Simulation.Tests.World;

namespace LlamaOrch.Simulation.Tests.Actors.Nodes;

/// <summary>An inference server; it crashes, hangs, refuses, is slow and answers garbage.</summary>
internal sealed class SimulatedEngine(SimulatedWorld world, string name, SimulatedNode node)
    : SimulatedProcess(world, name)
{
    private readonly List<EngineRun> runs = [];

    /// <summary>What it does wrong at present.</summary>
    public EngineFaults Faults { get; set; } = EngineFaults.None;

    /// <summary>Requests that it decodes.</summary>
    public int Running => runs.Count;

    /// <summary>Begins a request; pieces come to the node as they are made.</summary>
    public EngineRun Begin(InferRequest request, Action<Piece> tell)
    {
        var run = new EngineRun(request, piece => node.Post(TimeSpan.Zero, () => tell(piece)));
        if (!IsUp)
        {
            run.Tell(new Piece.BrokenOff());
            return run;
        }

        runs.Add(run);
        World.Spawn(() => DecodeAsync(run));
        return run;
    }

    protected override void OnStart()
    {
    }

    protected override void OnKilled()
    {
        foreach (EngineRun run in runs)
            run.Tell(new Piece.BrokenOff());
        runs.Clear();
    }

    private async Task DecodeAsync(EngineRun run)
    {
        SeededRandom random = World.Random;
        TimeSpan pace = random.Between(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(400));
        if (random.Chance(Faults.Slow))
            pace *= 20;
        await SleepAsync(pace);
        if (random.Chance(Faults.Refuses))
            run.Tell(new Piece.EngineRefused(503));
        else if (random.Chance(Faults.BadRequests))
            run.Tell(new Piece.EngineRefused(400));
        else
            await AnswerAsync(run, pace);
        runs.Remove(run);
    }

    private async Task AnswerAsync(EngineRun run, TimeSpan pace)
    {
        SeededRandom random = World.Random;
        int breaksAt = random.Chance(Faults.Breaks) ? random.Below(run.Request.Tokens + 1) : -1;
        int garblesAt = random.Chance(Faults.Garbage) ? random.Below(run.Request.Tokens) : -1;
        for (int index = 0; index < run.Request.Tokens && run.IsWanted; index++)
        {
            if (index == breaksAt)
            {
                run.Tell(new Piece.BrokenOff());
                return;
            }

            run.Tell(index == garblesAt ? new Piece.Garbage() : new Piece.Token(index, run.Request.Fence));
            await SleepAsync(pace);
        }

        run.Tell(new Piece.Finished(run.Request.Tokens));
    }
}
