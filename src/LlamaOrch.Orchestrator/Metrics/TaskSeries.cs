using LlamaOrch.Contracts.Errors;
using LlamaOrch.Core.Tasks;
using LlamaOrch.Hosting.Exposition;

namespace LlamaOrch.Orchestrator.Metrics;

/// <summary>The series of tasks at one place with one priority, looked up once and then held.</summary>
internal sealed class TaskSeries
{
    private readonly TaskCollectors collectors;
    private readonly PoolPlace at;
    private readonly string[] place;

    public TaskSeries(TaskCollectors collectors, PoolPlace at, string priority)
    {
        this.collectors = collectors;
        this.at = at;
        place = [at.Engine, at.PoolId, at.NodeId, priority];
        // Admission comes before placement: what is admitted has no pool yet, wherever it goes afterwards.
        PoolPlace none = PoolPlace.None;
        Enqueued = collectors.Enqueued.WithLabels(none.Engine, none.PoolId, none.NodeId, priority);
        AdmissionMs = collectors.AdmissionMs.WithLabels(none.Engine, none.PoolId, priority);
        Started = collectors.Started.WithLabels(place);
        Completed = collectors.Completed.WithLabels(place);
        FirstTokenMs = collectors.FirstTokenMs.WithLabels(at.Engine, at.PoolId, priority);
        DecodeMs = collectors.DecodeMs.WithLabels(at.Engine, at.PoolId, priority);
        PlacementMs = collectors.PlacementMs.WithLabels(at.Engine, at.PoolId, priority);
        TokensIn = collectors.TokensIn.WithLabels(at.Engine, at.PoolId, at.ModelId);
        TokensOut = collectors.TokensOut.WithLabels(at.Engine, at.PoolId, at.ModelId);
        foreach (ErrorCode reason in TaskCollectors.FailureReasons)
            Failed(reason, 0);
        foreach (string reason in TaskCollectors.CancelReasons)
            Canceled(reason, 0);
        // Only what has no place yet can be turned away.
        foreach (ErrorCode reason in at == PoolPlace.None ? TaskCollectors.RejectionReasons : [])
            Rejected(reason, 0);
    }

    public CounterSeries Enqueued { get; }

    public CounterSeries Started { get; }

    public CounterSeries Completed { get; }

    public HistogramSeries FirstTokenMs { get; }

    public HistogramSeries DecodeMs { get; }

    public HistogramSeries PlacementMs { get; }

    public HistogramSeries AdmissionMs { get; }

    public CounterSeries TokensIn { get; }

    public CounterSeries TokensOut { get; }

    /// <summary>Counts a task's end.</summary>
    public void Ended(TaskOutcome end)
    {
        TokensIn.Inc(end.Work.TokensIn);
        TokensOut.Inc(end.Work.TokensOut);
        if (end.Phase == TaskPhase.Completed)
            Completed.Inc();
        else if (end.Phase == TaskPhase.Failed)
            Failed(ErrorCodes.Parse(end.Error!.Code));
        else
            Canceled(TaskCollectors.CanceledByClient);
    }

    public void Failed(ErrorCode reason, int count = 1) => collectors.Failed
        .WithLabels([.. place, Known(reason, TaskCollectors.FailureReasons).WireName()]).Inc(count);

    public void Canceled(string reason, int count = 1) => collectors.Canceled.WithLabels([.. place, reason]).Inc(count);

    public void Rejected(ErrorCode reason, int count = 1) => collectors.Rejected
        .WithLabels([.. place, Known(reason, TaskCollectors.RejectionReasons).WireName()]).Inc(count);

    /// <summary>Takes the series out of the exposition, and with the pool's last ones those without a node.</summary>
    public void Remove(bool withPool)
    {
        collectors.Started.RemoveLabelled(place);
        collectors.Completed.RemoveLabelled(place);
        foreach (ErrorCode reason in TaskCollectors.FailureReasons)
            collectors.Failed.RemoveLabelled([.. place, reason.WireName()]);
        foreach (string reason in TaskCollectors.CancelReasons)
            collectors.Canceled.RemoveLabelled([.. place, reason]);
        if (!withPool)
            return;
        foreach (Histogram latency in collectors.Latencies)
            latency.RemoveLabelled(at.Engine, at.PoolId, place[3]);
        collectors.TokensIn.RemoveLabelled(at.Engine, at.PoolId, at.ModelId);
        collectors.TokensOut.RemoveLabelled(at.Engine, at.PoolId, at.ModelId);
    }

    private static ErrorCode Known(ErrorCode reason, ErrorCode[] known) =>
        known.Contains(reason) ? reason : ErrorCode.Internal;
}
