using System.Collections.Concurrent;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Scheduling;
using Prometheus;

namespace LlamaOrch.Orchestrator.Metrics;

/// <summary>What becomes of tasks. Series of one pool are looked up once and then held, not per request.</summary>
internal sealed class TaskMetrics
{
    private static readonly string[] Place = ["engine", "pool_id", "node_id", "priority"];
    private static readonly string[] PlaceAndReason = [.. Place, "reason"];

    private readonly Counter enqueued;
    private readonly Counter started;
    private readonly Counter completed;
    private readonly Counter failed;
    private readonly Counter canceled;
    private readonly Counter rejected;
    private readonly Counter placements;
    private readonly Counter backpressure;
    private readonly Histogram firstTokenMs;
    private readonly Histogram decodeMs;
    private readonly Histogram placementMs;
    private readonly Histogram admissionMs;
    private readonly Counter tokensIn;
    private readonly Counter tokensOut;
    private readonly ConcurrentDictionary<(string Pool, TaskPriority Priority), TaskSeries> series = new();

    public TaskMetrics(IMetricFactory factory)
    {
        enqueued = factory.CreateCounter("tasks_enqueued_total", "Tasks taken.", Place);
        started = factory.CreateCounter("tasks_started_total", "Tasks given to an engine.", Place);
        completed = factory.CreateCounter("tasks_completed_total", "Tasks that ended well.", Place);
        failed = factory.CreateCounter("tasks_failed_total", "Tasks that ended with an error.", PlaceAndReason);
        canceled = factory.CreateCounter("tasks_canceled_total", "Tasks ended by their client.", PlaceAndReason);
        rejected = factory.CreateCounter("tasks_rejected_total", "Tasks not taken.", PlaceAndReason);
        placements = factory.CreateCounter(
            "placement_decisions_total", "Placement decisions: at once, after waiting, or refused.", ["outcome"]);
        backpressure = factory.CreateCounter(
            "admission_backpressure_events_total", "Tasks turned away by a full queue.", ["policy"]);
        firstTokenMs = Latency(
            factory, "latency_first_token_ms", "From dispatch to the first byte of the answer, milliseconds.",
            50, 100, 150, 200, 300, 500, 750, 1000, 1500, 2000, 3000);
        decodeMs = Latency(
            factory, "latency_decode_ms", "From the first byte of the answer to its end, milliseconds.",
            250, 500, 750, 1000, 1500, 2000, 3000, 5000, 8000, 12000);
        placementMs = Latency(
            factory, "latency_placement_ms", "From admission to the slot, milliseconds, waiting included.",
            1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 5000, 30000);
        admissionMs = Latency(
            factory, "latency_admission_ms", "From the request's arrival to its admission, milliseconds.",
            0.25, 0.5, 1, 2, 5, 10, 25, 50, 100, 250);
        tokensIn = factory.CreateCounter("tokens_in_total", "Prompt tokens.", ["engine", "pool_id", "model_id"]);
        tokensOut = factory.CreateCounter("tokens_out_total", "Generated tokens.", ["engine", "pool_id", "model_id"]);

        foreach (string outcome in (string[])["placed", "queued", "refused"])
            placements.WithLabels(outcome);
        backpressure.WithLabels("reject");
        foreach (TaskPriority priority in Enum.GetValues<TaskPriority>())
            Unplaced(priority);
        tokensIn.WithLabels(FleetMetrics.Unknown, FleetMetrics.Unknown, FleetMetrics.Unknown);
        tokensOut.WithLabels(FleetMetrics.Unknown, FleetMetrics.Unknown, FleetMetrics.Unknown);
    }

    /// <summary>The series of a task that has a slot.</summary>
    public TaskSeries For(SlotLease lease, TaskPriority priority) =>
        series.GetOrAdd(
            (lease.PoolId.Value, priority),
            static (key, made) => made.Self.Create(
                made.lease.Engine, key.Pool, made.lease.NodeId.Value, key.Priority, made.lease.ModelId.Value),
            (Self: this, lease));

    /// <summary>The series of a task that has no slot yet.</summary>
    public TaskSeries Unplaced(TaskPriority priority) =>
        series.GetOrAdd((FleetMetrics.Unknown, priority), static (key, self) => self.Create(
            key.Pool, key.Pool, key.Pool, key.Priority, key.Pool), this);

    public void Decided(string outcome) => placements.WithLabels(outcome).Inc();

    public void TurnedAway(string policy) => backpressure.WithLabels(policy).Inc();

    private TaskSeries Create(string engine, string pool, string node, TaskPriority priority, string model)
    {
        string[] place = [engine, pool, node, priority.Label()];
        return new TaskSeries(failed, canceled, rejected, place)
        {
            Enqueued = enqueued.WithLabels(place),
            Started = started.WithLabels(place),
            Completed = completed.WithLabels(place),
            FirstTokenMs = firstTokenMs.WithLabels(engine, pool, place[3]),
            DecodeMs = decodeMs.WithLabels(engine, pool, place[3]),
            PlacementMs = placementMs.WithLabels(engine, pool, place[3]),
            AdmissionMs = admissionMs.WithLabels(engine, pool, place[3]),
            TokensIn = tokensIn.WithLabels(engine, pool, model),
            TokensOut = tokensOut.WithLabels(engine, pool, model),
        };
    }

    private static Histogram Latency(IMetricFactory factory, string name, string help, params double[] bucketsMs) =>
        factory.CreateHistogram(
            name, help, ["engine", "pool_id", "priority"], new HistogramConfiguration { Buckets = bucketsMs });
}
