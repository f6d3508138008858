using System.Buffers;
using System.Diagnostics;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Http;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Placement;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Hosting.Errors;
using LlamaOrch.Hosting.Streams;
using LlamaOrch.Orchestrator.Admission;
using LlamaOrch.Orchestrator.Configuration;
using LlamaOrch.Orchestrator.Dispatch;
using LlamaOrch.Orchestrator.Logging;
using LlamaOrch.Orchestrator.Metrics;
using LlamaOrch.Orchestrator.Tracing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace LlamaOrch.Orchestrator.OpenAi;

/// <summary>Admits an OpenAI request, dispatches it and passes the engine's answer through as its bytes come.</summary>
internal sealed class OpenAiProxy(
    RequestScanner scanner,
    AdmissionGate admission,
    CallerQuotas quotas,
    Dispatcher dispatcher,
    AnswerCourier courier,
    StopGrace grace,
    TaskMetrics metrics,
    TaskSpans spans,
    RequestLog log,
    FreshIds ids,
    TimeProvider time,
    IOptions<OrchestratorOptions> options)
{
    // How long an engine has to refuse a stream with a status of its own. Those that check a request before they work
    // on it take milliseconds; nobody who waits for headers notices half a second.
    private static readonly TimeSpan RefusalMoment = TimeSpan.FromMilliseconds(500);

    // One read of a token's event is far smaller; one of a whole answer seldom larger.
    private const int CopyBytes = 16 * 1024;

    private readonly TimeSpan silenceMax = TimeSpan.FromMilliseconds(options.Value.StreamKeepaliveMs);

    public async Task HandleAsync(HttpContext context, string route)
    {
        long arrived = time.GetTimestamp();
        CancellationToken gone = context.RequestAborted;
        using RequestBody body = await RequestBody.ReadAsync(context.Request, gone);
        if (scanner.Scan(body.Bytes.Span, route, out ScannedRequest scanned) is ErrorBody invalid)
        {
            admission.Refused(TaskPriority.Interactive, ErrorCode.InvalidParams);
            log.Rejected(RequestOrigin.Of(context), ErrorCode.InvalidParams);
            await ErrorResponse.WriteAsync(context, ErrorCode.InvalidParams, invalid);
            return;
        }

        QuotaTicket? quota = quotas.Enter(context, out ErrorBody? used);
        if (used is not null)
        {
            admission.Refused(TaskPriority.Interactive, ErrorCode.QuotaExceeded);
            log.Rejected(RequestOrigin.Of(context), ErrorCode.QuotaExceeded);
            await ErrorResponse.WriteAsync(context, ErrorCode.QuotaExceeded, used);
            return;
        }

        long tokensOut = 0;
        grace.Enter();
        try
        {
            tokensOut = await RunAsync(context, route, body, scanned, arrived);
        }
        finally
        {
            grace.Leave();
            quota?.Leave(tokensOut);
        }
    }

    /// <summary>Admits and runs a request; how many tokens were generated for it.</summary>
    private async Task<int> RunAsync(
        HttpContext context, string route, RequestBody body, ScannedRequest scanned, long arrived)
    {
        RequestOrigin origin = RequestOrigin.Of(context);
        var request = new SlotRequest
        {
            TaskId = new TaskId(ids.Next()),
            ModelId = scanned.Model,
            PromptBytes = scanned.PromptBytes,
            AnswerTokens = scanned.MaxTokens ?? 0,
            PromptBlocks = scanned.PromptBlocks,
            WantsDecision = origin.Trace.IsSampled,
        };
        context.Response.Headers[LlorchHeaders.TaskId] = request.TaskId.Value;
        var outgoing = new OutgoingRequest(route, body.Bytes, origin)
        {
            Streams = scanned.Stream,
            Answers = scanned.Answers,
        };
        SlotTicket ticket = await AdmitAsync(request, outgoing, arrived);
        if (ticket.Refusal is SlotAnswer.Refused refused)
        {
            var failure = DispatchFailure.Of(refused);
            if (failure.Field == PlacementRefusal.PromptField)
                failure = failure with { Field = ScannedFields.InputName(route) };
            await AnswerFailure.WriteAsync(context, failure, time);
            return 0;
        }

        // Not the response's own memory: that one is lost at each flush, and flushes happen while a read is under way.
        byte[] rented = ArrayPool<byte>.Shared.Rent(CopyBytes);
        await using StreamPulse? pulse = scanned.Stream ? Pulse(context, ticket) : null;
        try
        {
            return await DispatchAsync(context, request, ticket, outgoing, rented.AsMemory(0, CopyBytes), pulse);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>
    /// A stream that waits for a slot has its headers at once. One that has a slot leaves its engine a moment to refuse
    /// it, so that the refusal is a status and not an event.
    /// </summary>
    private StreamPulse Pulse(HttpContext context, SlotTicket ticket) =>
        new(context, ticket.Pending is null ? RefusalMoment : TimeSpan.Zero, silenceMax, time);

    private async ValueTask<SlotTicket> AdmitAsync(SlotRequest request, OutgoingRequest outgoing, long arrived)
    {
        RequestOrigin origin = outgoing.Origin;
        using Activity? span = spans.Admission(request, origin, arrived);
        SlotTicket ticket = await admission.AdmitAsync(request, arrived, origin.Trace, outgoing.Body.Length);
        TaskSpans.Admitted(span, ticket);
        log.Admitted(origin, request, ticket);
        return ticket;
    }

    private async Task<int> DispatchAsync(
        HttpContext context,
        SlotRequest request,
        SlotTicket ticket,
        OutgoingRequest outgoing,
        Memory<byte> memory,
        StreamPulse? pulse)
    {
        DispatchOutcome outcome = await dispatcher.RunAsync(
            request, ticket, outgoing, memory, null, context.RequestAborted);
        var asked = new AskedRequest(outgoing.Origin, request, ticket.Position, ticket.Start);
        TimeSpan waited = ticket.Waited(time);
        if (outcome.Answer is DispatchAttempt answer)
        {
            using Activity? span = spans.Stream(outgoing.Origin, request, answer);
            var passing = new PassedAnswer(asked, answer, memory, outcome.FirstByteCount, waited - answer.Begun);
            return await courier.PassAsync(context, passing, pulse, span);
        }

        if (pulse is not null)
            await pulse.StopAsync();
        if (outcome.Failure is DispatchFailure failure)
        {
            outcome.Series(metrics, request.Priority).Failed(failure.Code);
            log.Ended(asked, outcome.End(RequestEnding.Failed, waited, failure.Code) with
            {
                Status = failure.Engine?.Status,
            });
            await AnswerFailure.WriteAsync(context, failure, time);
        }
        else
        {
            outcome.Series(metrics, request.Priority).Canceled(TaskCollectors.CanceledByDisconnect);
            log.Ended(asked, outcome.End(RequestEnding.Canceled, waited));
        }

        return 0;
    }
}
