using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Placement;
using LlamaOrch.Core.Placement.Decisions;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Orchestrator.Dispatch;
using LlamaOrch.Orchestrator.Fleet;
using LlamaOrch.Orchestrator.Metrics;
using LlamaOrch.Orchestrator.Placement;

namespace LlamaOrch.Orchestrator.OpenAi;

/// <summary>
/// The last step of admission, the same for every API: only active models that some node serves, or that a node which
/// is expected back after a restart has served, reach a queue, so that a client's text never makes a queue, a grain or
/// a metric series.
/// </summary>
internal sealed class AdmissionGate(
    FleetView fleet,
    ISlotBroker broker,
    RefusedDecisions refusals,
    StopGrace grace,
    TaskMetrics metrics,
    TimeProvider time)
{
    private const long StopRetryMs = 1_000;

    /// <summary>Asks for a slot and counts the answer.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="arrived">When the client's request came, a timestamp of the time provider.</param>
    /// <param name="trace">Where the client's request stands in its trace.</param>
    /// <param name="bodyBytes">Size of the body that is kept while it waits.</param>
    public async ValueTask<SlotTicket> AdmitAsync(
        SlotRequest request, long arrived, TraceParent trace, int bodyBytes)
    {
        TaskSeries series = metrics.Unplaced(request.Priority);
        FleetSnapshot now = fleet.Current;
        SlotTicket ticket = grace.Begun.IsCancellationRequested
            ? new SlotTicket(Stops, null, arrived)
            : now.Offers(request.ModelId) || (request.WaitsForNodes && now.Expects(request.ModelId))
                ? await broker.RequestAsync(request, bodyBytes)
                : new SlotTicket(NotServed(request, now), null, arrived);
        if (ticket.Refusal is SlotAnswer.Refused refused)
        {
            series.Rejected(refused.Code);
            metrics.Refused.Inc();
            if (refused.Code == ErrorCode.AdmissionReject)
                metrics.TurnedAway.Inc();
            else if (refused.Code == ErrorCode.QueueFullDropLru)
                metrics.MadeRoom.Inc();
        }
        else
        {
            series.Enqueued.Inc();
            series.AdmissionMs.Observe(time.GetElapsedTime(arrived).TotalMilliseconds, trace);
            (ticket.Answer is SlotAnswer.Granted ? metrics.Placed : metrics.Queued).Inc();
        }

        return ticket;
    }

    /// <summary>Counts a request whose body was refused before it could ask.</summary>
    public void Refused(TaskPriority priority, ErrorCode code) => metrics.Unplaced(priority).Rejected(code);

    private static SlotAnswer.Refused Stops => new(
        ErrorCode.PoolUnready, "The control plane stops and takes nothing new: try again shortly.", StopRetryMs);

    private SlotAnswer.Refused NotServed(SlotRequest request, FleetSnapshot now)
    {
        PlacementRefusal refusal = RefusalLog.Of(request.ModelId, now);
        refusals.Add(request.TaskId, request.ModelId, refusal, now, time.GetUtcNow());
        return new SlotAnswer.Refused(refusal.Code, refusal.Message, refusal.RetryAfterMs);
    }
}
