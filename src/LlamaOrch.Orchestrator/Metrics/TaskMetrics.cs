using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Hosting.Exposition;
using LlamaOrch.Orchestrator.Configuration;
using LlamaOrch.Orchestrator.Fleet;

namespace LlamaOrch.Orchestrator.Metrics;

/// <summary>
/// What becomes of tasks. Each pool of the fleet has its series from the moment it joins; those of pools that have left
/// are kept for a while, so that a last scrape sees their last tasks, and are bounded in number.
/// </summary>
internal sealed class TaskMetrics : IFleetFollower
{
    /// <summary>How many places that have left the fleet keep their series.</summary>
    public const int DepartedKept = 256;

    private readonly Lock gate = new();
    private readonly Dictionary<(PoolPlace Place, TaskPriority Priority), TaskSeries> series = [];
    private readonly List<PoolPlace> departed = [];
    private readonly TaskCollectors collectors;
    private readonly TaskSeries interactive;
    private readonly TaskSeries batch;

    public TaskMetrics(MetricRegistry registry)
    {
        collectors = new TaskCollectors(registry);
        interactive = For(PoolPlace.None, TaskPriority.Interactive);
        batch = For(PoolPlace.None, TaskPriority.Batch);
        Counter placements = registry.CreateCounter(
            "placement_decisions_total", "Placement decisions: at once, after waiting, or refused.", ["outcome"]);
        Placed = placements.WithLabels("placed");
        Queued = placements.WithLabels("queued");
        Refused = placements.WithLabels("refused");
        Counter pressure = registry.CreateCounter(
            "admission_backpressure_events_total", "Tasks turned away from a full queue or dropped from it.",
            ["policy"]);
        TurnedAway = pressure.WithLabels(QueuePolicies.Reject);
        MadeRoom = pressure.WithLabels(QueuePolicies.DropLru);
    }

    /// <summary>Tasks that got a slot at once.</summary>
    public CounterSeries Placed { get; }

    /// <summary>Tasks that had to wait.</summary>
    public CounterSeries Queued { get; }

    /// <summary>Tasks that were not taken.</summary>
    public CounterSeries Refused { get; }

    /// <summary>Tasks turned away by a full queue.</summary>
    public CounterSeries TurnedAway { get; }

    /// <summary>Tasks dropped from a full queue, or turned away where none was to be dropped.</summary>
    public CounterSeries MadeRoom { get; }

    /// <summary>The series of tasks that have no slot yet.</summary>
    public TaskSeries Unplaced(TaskPriority priority) => priority == TaskPriority.Interactive ? interactive : batch;

    /// <summary>The series of tasks at a place; to be held by whoever needs them often.</summary>
    public TaskSeries For(PoolPlace place, TaskPriority priority)
    {
        lock (gate)
        {
            if (!series.TryGetValue((place, priority), out TaskSeries? found))
                series[(place, priority)] = found = new TaskSeries(collectors, place, priority.Label());
            return found;
        }
    }

    public void OnFleet(FleetSnapshot fleet)
    {
        HashSet<PoolPlace> present = [PoolPlace.None, .. fleet.Pools.Select(PoolPlace.Of).OfType<PoolPlace>()];
        lock (gate)
        {
            departed.RemoveAll(present.Contains);
            departed.AddRange(series.Keys
                .Select(key => key.Place)
                .Distinct()
                .Where(place => !present.Contains(place) && !departed.Contains(place)));
            int tooMany = Math.Max(0, departed.Count - DepartedKept);
            foreach (PoolPlace gone in departed.Take(tooMany))
                Remove(gone);
            departed.RemoveRange(0, tooMany);
        }

        foreach (PoolPlace place in present)
        {
            For(place, TaskPriority.Interactive);
            For(place, TaskPriority.Batch);
        }
    }

    private void Remove(PoolPlace gone)
    {
        bool isLastOfPool = !series.Keys.Any(key => key.Place != gone && key.Place.SharesPoolWith(gone));
        foreach (TaskPriority priority in Enum.GetValues<TaskPriority>())
        {
            if (series.Remove((gone, priority), out TaskSeries? removed))
                removed.Remove(isLastOfPool);
        }
    }
}
