using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Scheduling;
using Prometheus;

namespace LlamaOrch.Orchestrator.Metrics;

/// <summary>The queues. The model label is that of a model which some node serves, never a client's text.</summary>
internal sealed class QueueMetrics
{
    private readonly Gauge depth;

    public QueueMetrics(IMetricFactory factory)
    {
        depth = factory.CreateGauge("queue_depth", "Tasks that wait.", ["model_id", "priority"]);
        foreach (TaskPriority priority in Enum.GetValues<TaskPriority>())
            depth.WithLabels(FleetMetrics.Unknown, priority.Label());
    }

    /// <summary>The model has left the fleet, and nobody waits for it.</summary>
    public void Remove(ModelId model)
    {
        foreach (TaskPriority priority in Enum.GetValues<TaskPriority>())
            depth.RemoveLabelled(model.Value, priority.Label());
    }

    public void ShowQueue(ModelId model, ModelScheduler scheduler)
    {
        foreach (TaskPriority priority in Enum.GetValues<TaskPriority>())
            depth.WithLabels(model.Value, priority.Label()).Set(scheduler.WaitingWith(priority));
    }
}
