using LlamaOrch.Contracts.Errors;
using Prometheus;

namespace LlamaOrch.Orchestrator.Metrics;

/// <summary>The series of tasks on one pool with one priority.</summary>
internal sealed class TaskSeries
{
    private readonly Counter failed;
    private readonly Counter canceled;
    private readonly Counter rejected;
    private readonly string[] place;

    public TaskSeries(Counter failed, Counter canceled, Counter rejected, string[] place)
    {
        (this.failed, this.canceled, this.rejected, this.place) = (failed, canceled, rejected, place);
        // The reasons that this paths know; each exists at 0 before it happens.
        Failed(ErrorCode.WorkerReset, 0);
        Failed(ErrorCode.PoolUnavailable, 0);
        Failed(ErrorCode.DecodeTimeout, 0);
        Canceled("client", 0);
        Canceled("disconnect", 0);
        Rejected(ErrorCode.AdmissionReject, 0);
        Rejected(ErrorCode.InvalidParams, 0);
        Rejected(ErrorCode.ModelNotAvailable, 0);
        Rejected(ErrorCode.PoolUnready, 0);
    }

    public required Counter.Child Enqueued { get; init; }

    public required Counter.Child Started { get; init; }

    public required Counter.Child Completed { get; init; }

    public required Histogram.Child FirstTokenMs { get; init; }

    public required Histogram.Child DecodeMs { get; init; }

    public required Histogram.Child PlacementMs { get; init; }

    public required Histogram.Child AdmissionMs { get; init; }

    public required Counter.Child TokensIn { get; init; }

    public required Counter.Child TokensOut { get; init; }

    public void Failed(ErrorCode reason, int count = 1) => failed.WithLabels([.. place, reason.WireName()]).Inc(count);

    public void Canceled(string reason, int count = 1) => canceled.WithLabels([.. place, reason]).Inc(count);

    public void Rejected(ErrorCode reason, int count = 1) =>
        rejected.WithLabels([.. place, reason.WireName()]).Inc(count);
}
