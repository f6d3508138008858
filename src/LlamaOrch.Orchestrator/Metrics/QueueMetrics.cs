using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Hosting.Exposition;
using LlamaOrch.Hosting.Timing;
using LlamaOrch.Orchestrator.Fleet;

namespace LlamaOrch.Orchestrator.Metrics;

/// <summary>
/// The queues, from the moment some node serves the model. Labels are models that nodes have told, never a client's
/// text.
/// </summary>
internal sealed class QueueMetrics : IFleetFollower
{
    private static readonly TaskPriority[] Priorities = Enum.GetValues<TaskPriority>();

    private readonly Lock gate = new();
    private readonly Dictionary<(string Model, TaskPriority Priority), QueueSeries> queues = [];
    private readonly Gauge depth;
    private readonly Gauge age;
    private readonly Gauge capacity;
    private readonly QueueLimits limits;
    private readonly SteadyTime time;
    private HashSet<string> served = [FleetMetrics.Unknown];

    public QueueMetrics(MetricRegistry registry, QueueLimits limits, SteadyTime time)
    {
        (this.limits, this.time) = (limits, time);
        depth = registry.CreateGauge("queue_depth", "Tasks that wait.", "model_id", "priority");
        age = registry.CreateGauge(
            "queue_oldest_age_seconds",
            "How long the task that is first in its queue has waited, seconds; 0 while none waits.",
            "model_id",
            "priority");
        capacity = registry.CreateGauge(
            "queue_capacity", "Most new tasks that wait for the model, both priorities together.", "model_id");
        Create(FleetMetrics.Unknown);
        registry.OnScrape(ShowAges);
    }

    /// <summary>Shows a queue as it is.</summary>
    public void ShowQueue(ModelId model, ModelScheduler scheduler)
    {
        lock (gate)
        {
            foreach (TaskPriority priority in Priorities)
            {
                if (!queues.TryGetValue((model.Value, priority), out QueueSeries? queue))
                {
                    Create(model.Value);
                    queue = queues[(model.Value, priority)];
                }

                queue.Show(scheduler.WaitingWith(priority), scheduler.WaitingSince(priority));
            }
        }
    }

    /// <summary>The model has left the fleet, and nobody waits for it.</summary>
    public void Remove(ModelId model)
    {
        lock (gate)
        {
            if (!served.Contains(model.Value))
                Drop(model.Value);
        }
    }

    public void OnFleet(FleetSnapshot fleet)
    {
        HashSet<string> models = [FleetMetrics.Unknown, .. fleet.Models];
        lock (gate)
        {
            foreach (string model in models.Where(model => !served.Contains(model)))
                Create(model);
            // A queue in which somebody waits for the model to come back stays until its scheduler has ended it.
            foreach (string gone in served.Where(model => !models.Contains(model) && IsEmpty(model)).ToArray())
                Drop(gone);
            served = models;
        }
    }

    private bool IsEmpty(string model) => Priorities.All(priority =>
        !queues.TryGetValue((model, priority), out QueueSeries? queue) || queue.IsEmpty);

    private void Create(string model)
    {
        capacity.WithLabels(model).Set(limits.Capacity);
        foreach (TaskPriority priority in Priorities)
        {
            queues.TryAdd(
                (model, priority),
                new QueueSeries(depth.WithLabels(model, priority.Label()), age.WithLabels(model, priority.Label())));
        }
    }

    private void Drop(string model)
    {
        capacity.RemoveLabelled(model);
        foreach (TaskPriority priority in Priorities)
        {
            queues.Remove((model, priority));
            depth.RemoveLabelled(model, priority.Label());
            age.RemoveLabelled(model, priority.Label());
        }
    }

    private void ShowAges()
    {
        DateTimeOffset now = time.GetUtcNow();
        lock (gate)
        {
            foreach (QueueSeries queue in queues.Values)
                queue.ShowAge(now);
        }
    }
}
