using System.Diagnostics;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Hosting.Tracing;
using LlamaOrch.Orchestrator.Dispatch;
using LlamaOrch.Orchestrator.Logging;
using LlamaOrch.Orchestrator.Metrics;

namespace LlamaOrch.Orchestrator.Tracing;

/// <summary>
/// The parts of a task's way as spans: <c>admission</c>, <c>placement</c>, <c>dispatch</c> and <c>stream</c>. Each is
/// null, and costs a comparison, when the request's trace is not recorded.
/// </summary>
internal sealed class TaskSpans(SpanSource spans, ISlotBroker broker, TimeProvider time)
{
    private const string PlacedOutcome = "placed";
    private const string QueuedOutcome = "queued";
    private const string RefusedOutcome = "refused";
    private const string WithdrawnOutcome = "withdrawn";
    private const string CanceledOutcome = "canceled";

    /// <summary>Begins with the arrival of the request; ended by its disposal.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="origin">The client's request.</param>
    /// <param name="arrived">When it came, a timestamp of the time provider.</param>
    public Activity? Admission(SlotRequest request, in RequestOrigin origin, long arrived)
    {
        Activity? span = spans.Begin("admission", origin);
        if (span is null)
            return null;
        Describe(span, request);
        return span.SetStartTime(Before(time.GetElapsedTime(arrived)));
    }

    /// <summary>How admission came out.</summary>
    public static void Admitted(Activity? span, SlotTicket ticket)
    {
        if (span is null)
            return;
        span.SetTag(SpanTags.Outcome, Outcome(ticket.Answer));
        if (ticket.Refusal is { } refused)
            span.Fail(refused.Code, refused.Message);
        if (ticket.Outlook is { } waits)
            span.SetTag(SpanTags.QueuePosition, waits.Position);
        if (ticket.Start is { } start)
            span.SetTag(SpanTags.PredictedStart, (long)start.Wait.TotalMilliseconds);
    }

    /// <summary>
    /// Tells of a wait that is over, with the decision as the scheduler recorded it. Made at its end, so that a task
    /// that waits holds no span.
    /// </summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="origin">The client's request.</param>
    /// <param name="ticket">The claim.</param>
    /// <param name="lease">The slot; null for none.</param>
    /// <param name="none">Why there is none; null for one, and for a wait that was given up.</param>
    /// <param name="failed">The attempt before; not valid for the first.</param>
    public ValueTask PlacementAsync(
        SlotRequest request,
        in RequestOrigin origin,
        SlotTicket ticket,
        SlotLease? lease,
        DispatchFailure? none,
        TraceParent failed)
    {
        Activity? span = spans.Begin("placement", origin, instead: failed);
        return span is null ? ValueTask.CompletedTask : TellAsync(span, request, ticket, lease, none);
    }

    /// <summary>Begins an attempt; ended by its disposal.</summary>
    /// <param name="origin">The client's request.</param>
    /// <param name="lease">The slot.</param>
    /// <param name="target">The slot's pool.</param>
    /// <param name="attempt">Its number, from 1.</param>
    /// <param name="failed">The attempt before; not valid for the first.</param>
    public Activity? Dispatch(
        in RequestOrigin origin, SlotLease lease, PoolTarget target, int attempt, TraceParent failed)
    {
        Activity? span = spans.Begin("dispatch", origin, ActivityKind.Client, instead: failed);
        return span?
            .SetTag(SpanTags.PoolId, lease.PoolId.Value)
            .SetTag(SpanTags.NodeId, lease.NodeId.Value)
            .SetTag(SpanTags.Engine, lease.Engine)
            .SetTag(SpanTags.LeaseId, lease.LeaseId.Value)
            .SetTag(SpanTags.Attempt, attempt)
            .SetTag("server.address", target.InferUrl.Host)
            .SetTag("server.port", target.InferUrl.Port);
    }

    /// <summary>How the attempt came out.</summary>
    public static void Dispatched(Activity? span, AttemptEnd end)
    {
        if (span is null)
            return;
        span.SetTag(SpanTags.Outcome, end.How switch
        {
            AttemptResult.Answered => "answered",
            AttemptResult.Canceled => CanceledOutcome,
            AttemptResult.Exhausted => "exhausted",
            _ => "failed",
        });
        if (end.Answer is { } answer)
        {
            span.SetTag(SpanTags.Status, answer.Status)
                .SetTag(SpanTags.FirstToken, answer.Begun.TotalMilliseconds);
        }

        if (end.Failure is { } failure)
        {
            if (failure.Engine is { } engine)
                span.SetTag(SpanTags.Status, engine.Status);
            span.Fail(failure.Code, failure.OwnWords);
        }
    }

    /// <summary>Begins with the first byte of the answer; ended by its disposal.</summary>
    public Activity? Stream(in RequestOrigin origin, SlotRequest request, DispatchAttempt answer)
    {
        Activity? span = spans.Begin("stream", origin);
        if (span is null)
            return null;
        Describe(span, request);
        return span
            .SetTag(SpanTags.PoolId, answer.Lease.PoolId.Value)
            .SetTag(SpanTags.NodeId, answer.Lease.NodeId.Value)
            .SetTag(SpanTags.Outcome, CanceledOutcome);
    }

    /// <summary>How the answer ended.</summary>
    /// <param name="span">The span.</param>
    /// <param name="tokensIn">Tokens of the prompt.</param>
    /// <param name="tokensOut">Tokens of the answer.</param>
    /// <param name="how">How; of a span that is never told, it is <see cref="RequestEnding.Canceled"/>.</param>
    public static void Streamed(Activity? span, int tokensIn, int tokensOut, RequestEnding how) => span?
        .SetTag(SpanTags.TokensIn, tokensIn)
        .SetTag(SpanTags.TokensOut, tokensOut)
        .SetTag(SpanTags.Outcome, Word(how));

    private async ValueTask TellAsync(
        Activity span, SlotRequest request, SlotTicket ticket, SlotLease? lease, DispatchFailure? none)
    {
        using (span)
        {
            TimeSpan waited = ticket.Waited(time);
            Describe(span, request);
            span.SetStartTime(Before(waited))
                .SetTag(SpanTags.QueueWait, waited.TotalMilliseconds)
                .SetTag(SpanTags.QueuePosition, ticket.Position)
                .SetTag(SpanTags.Outcome, lease is not null ? PlacedOutcome
                    : none is not null ? RefusedOutcome : WithdrawnOutcome);
            if (lease is not null)
                span.SetTag(SpanTags.PoolId, lease.PoolId.Value);
            if (none is not null)
                span.Fail(none.Code, none.OwnWords);
            span.SetEndTime(time.GetUtcNow().UtcDateTime);
            PlacementDecision? decision =
                ticket.Decision ?? await broker.ExplainAsync(request.ModelId, request.TaskId);
            if (decision is not null)
                DecisionTags.Add(span, decision);
        }
    }

    private static void Describe(Activity span, SlotRequest request)
    {
        span.SetTag(SpanTags.TaskId, request.TaskId.Value)
            .SetTag(SpanTags.Model, request.ModelId.Value)
            .SetTag(SpanTags.Priority, request.Priority.Label());
        if (request.SessionId is { } session)
            span.SetTag(SpanTags.SessionId, session.Value);
    }

    private static string Outcome(SlotAnswer answer) => answer switch
    {
        SlotAnswer.Granted => PlacedOutcome,
        SlotAnswer.Queued => QueuedOutcome,
        _ => RefusedOutcome,
    };

    private static string Word(RequestEnding how) => how switch
    {
        RequestEnding.Completed => "completed",
        RequestEnding.Canceled => CanceledOutcome,
        _ => "failed",
    };

    private DateTime Before(TimeSpan elapsed) => (time.GetUtcNow() - elapsed).UtcDateTime;
}
