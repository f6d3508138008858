using System.Diagnostics;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Placement;
using LlamaOrch.Core.Placement.Decisions;
using LlamaOrch.Core.Placement.Index;

namespace LlamaOrch.Bench.Placement;

/// <summary>Chooses, lends and gives back as a scheduler does, with half of the slots held.</summary>
internal sealed class PlacementRun
{
    private readonly PlacementIndex index = new(new ModelId(PlacementFleet.Model));
    private readonly Queue<int> lent = new();
    private readonly PlacementFleet fleet;
    private readonly DecisionRecorder recorder;
    private readonly TaskId[] tasks = [.. Enumerable.Range(0, 2048).Select(number => new TaskId($"task-{number}"))];
    private PoolCandidate[] candidates;
    private long fence;
    private int number;

    public PlacementRun(int pools, int shapes)
    {
        fleet = new PlacementFleet(pools, shapes);
        candidates = Candidates(fleet.Snapshot);
        index.Board.Take(candidates);
        recorder = new DecisionRecorder(index, 1000);
        var plain = PlacementScenario.All(pools)[0];
        for (int held = 0; held < 2 * pools; held++)
            Lend(index.Choose(plain.Wish(held)), plain.Wish(held));
    }

    /// <summary>The choice alone.</summary>
    public void Choose(PlacementScenario scenario)
    {
        if (index.Choose(scenario.Wish(number++)) < 0)
            throw new InvalidOperationException($"no pool for {scenario.Name}");
    }

    /// <summary>The choice, its record, the grant, and another slot that comes back.</summary>
    public void Cycle(PlacementScenario scenario, bool record)
    {
        PlacementRequest wish = scenario.Wish(number++);
        int chosen = index.Choose(wish);
        // A pinned pool may be full, as it may be for a scheduler.
        if (chosen < 0)
            return;
        if (record)
            recorder.Placed(tasks[number % tasks.Length], wish, chosen, DateTimeOffset.UnixEpoch);
        Lend(chosen, wish);
        int back = lent.Dequeue();
        candidates[back] = candidates[back] with { SlotsLent = candidates[back].SlotsLent - 1 };
        index.Board.Judge(back);
    }

    /// <summary>A new picture of the fleet in which one pool has changed; the picture itself is not counted.</summary>
    public TimeSpan FleetChange()
    {
        fleet.Change(number % candidates.Length, vramFree: number % 17);
        number++;
        PoolCandidate[] now = Candidates(fleet.Snapshot);
        long started = Stopwatch.GetTimestamp();
        index.Board.Take(now);
        TimeSpan took = Stopwatch.GetElapsedTime(started);
        candidates = now;
        return took;
    }

    private void Lend(int chosen, in PlacementRequest wish)
    {
        candidates[chosen] = candidates[chosen] with
        {
            SlotsLent = candidates[chosen].SlotsLent + 1,
            LastGrant = ++fence,
        };
        index.Board.Judge(chosen);
        index.Memory.Granted(chosen, wish);
        lent.Enqueue(chosen);
    }

    private PoolCandidate[] Candidates(FleetSnapshot snapshot)
    {
        IReadOnlyList<PoolSnapshot> pools = snapshot.PoolsOf(new ModelId(PlacementFleet.Model));
        var now = new PoolCandidate[pools.Count];
        for (int at = 0; at < now.Length; at++)
        {
            PoolCandidate before = candidates is null ? default : candidates[at];
            now[at] = new PoolCandidate(pools[at], before.SlotsLent, before.LastGrant);
        }

        return now;
    }
}
