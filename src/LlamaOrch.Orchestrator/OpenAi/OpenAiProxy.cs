using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Http;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Core.Placement;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Hosting.Errors;
using LlamaOrch.Hosting.Tracing;
using LlamaOrch.Orchestrator.Admission;
using LlamaOrch.Orchestrator.Dispatch;
using LlamaOrch.Orchestrator.Logging;
using LlamaOrch.Orchestrator.Metrics;
using LlamaOrch.Orchestrator.Tracing;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.Orchestrator.OpenAi;

/// <summary>Admits an OpenAI request, dispatches it and passes the engine's answer through as its bytes come.</summary>
internal sealed class OpenAiProxy(
    RequestScanner scanner,
    AdmissionGate admission,
    CallerQuotas quotas,
    Dispatcher dispatcher,
    ISlotBroker broker,
    StopGrace grace,
    TaskMetrics metrics,
    TaskSpans spans,
    RequestLog log,
    FreshIds ids,
    TimeProvider time)
{
    // One read of a token's event is far smaller; one of a whole answer seldom larger.
    private const int CopyBytes = 16 * 1024;

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
        var outgoing = new OutgoingRequest(route, body.Bytes, origin);
        SlotTicket ticket = await AdmitAsync(request, origin, arrived);
        if (ticket.Refusal is SlotAnswer.Refused refused)
        {
            var failure = DispatchFailure.Of(refused);
            if (failure.Field == PlacementRefusal.PromptField)
                failure = failure with { Field = ScannedFields.InputName(route) };
            await WriteFailureAsync(context, failure);
            return 0;
        }

        // Not the response's own memory: that one is lost at each flush, and flushes happen while a read is under way.
        byte[] rented = ArrayPool<byte>.Shared.Rent(CopyBytes);
        try
        {
            return await DispatchAsync(context, request, ticket, outgoing, rented.AsMemory(0, CopyBytes));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    private async ValueTask<SlotTicket> AdmitAsync(SlotRequest request, RequestOrigin origin, long arrived)
    {
        using Activity? span = spans.Admission(request, origin, arrived);
        SlotTicket ticket = await admission.AdmitAsync(request, arrived, origin.Trace);
        TaskSpans.Admitted(span, ticket);
        log.Admitted(origin, request, ticket);
        return ticket;
    }

    private async Task<int> DispatchAsync(
        HttpContext context, SlotRequest request, SlotTicket ticket, OutgoingRequest outgoing, Memory<byte> memory)
    {
        DispatchOutcome outcome = await dispatcher.RunAsync(
            request, ticket, outgoing, memory, null, context.RequestAborted);
        var asked = new AskedRequest(outgoing.Origin, request, ticket.Position, ticket.Start);
        TimeSpan waited = ticket.Waited(time);
        if (outcome.Answer is DispatchAttempt answer)
        {
            using Activity? span = spans.Stream(outgoing.Origin, request, answer);
            return await ForwardAsync(
                context, asked, answer, memory, outcome.FirstByteCount, waited - answer.FirstByte, span);
        }

        if (outcome.Failure is DispatchFailure failure)
        {
            outcome.Series(metrics, request.Priority).Failed(failure.Code);
            log.Ended(asked, outcome.End(RequestEnding.Failed, waited, failure.Code));
            await WriteFailureAsync(context, failure);
        }
        else
        {
            outcome.Series(metrics, request.Priority).Canceled(TaskCollectors.CanceledByDisconnect);
            log.Ended(asked, outcome.End(RequestEnding.Canceled, waited));
        }

        return 0;
    }

    private async Task<int> ForwardAsync(
        HttpContext context,
        AskedRequest asked,
        DispatchAttempt answer,
        Memory<byte> memory,
        int firstCount,
        TimeSpan waited,
        Activity? span)
    {
        TraceParent trace = asked.Origin.Trace;
        TaskSeries series = answer.Target.Series(TaskPriority.Interactive);
        series.FirstTokenMs.Observe(answer.FirstByte.TotalMilliseconds, trace);
        long first = time.GetTimestamp();
        ForwardEnd end;
        try
        {
            context.Response.StatusCode = answer.Status;
            context.Response.ContentType = answer.ContentType;
            end = answer.IsEventStream
                ? await EventForwarder.CopyAsync(context, answer, memory, firstCount)
                : await AnswerForwarder.CopyAsync(context, answer, memory, firstCount);
        }
        finally
        {
            answer.Dispose();
            broker.Release(answer.Lease, answer.FirstToken);
        }

        TimeSpan decode = time.GetElapsedTime(first);
        series.DecodeMs.Observe(decode.TotalMilliseconds, trace);
        RequestEnd ended = EndOf(answer, end, waited, decode);
        log.Ended(asked, ended);
        TaskSpans.Streamed(span, end.TokensIn, end.TokensOut, ended.How);
        series.TokensIn.Inc(end.TokensIn);
        series.TokensOut.Inc(end.TokensOut);
        if (end.How == ForwardResult.Completed)
        {
            series.Completed.Inc();
        }
        else if (end.How == ForwardResult.ClientGone)
        {
            series.Canceled(TaskCollectors.CanceledByDisconnect);
        }
        else
        {
            series.Failed(ErrorCode.WorkerReset);
            span.Fail(ErrorCode.WorkerReset, "the pool went away while it answered");
            await TellBrokenAsync(context, answer, end.How);
        }

        return end.TokensOut;
    }

    /// <summary>
    /// What is not out can still be an error; a stream ends with an error event; anything else is cut off, so that
    /// nobody takes it for whole.
    /// </summary>
    private static async ValueTask TellBrokenAsync(HttpContext context, DispatchAttempt answer, ForwardResult how)
    {
        ErrorBody error = ErrorBody.From(
            ErrorCode.WorkerReset, $"Pool {answer.Lease.PoolId} went away while it answered: send the request again.");
        if (!context.Response.HasStarted)
        {
            context.Response.ContentLength = null;
            await ErrorResponse.WriteAsync(context, ErrorCode.WorkerReset, error);
            return;
        }

        if (!answer.IsEventStream || how == ForwardResult.WorkerResetMidLine)
        {
            context.Abort();
            return;
        }

        // The empty line ends an event whose own end did not come.
        IBufferWriter<byte> client = context.Response.BodyWriter;
        client.Write("\nevent: error\ndata: "u8);
        using (var json = new Utf8JsonWriter(client, WireJson.Writer))
            OpenAiErrors.Write(json, error, ErrorCode.WorkerReset.HttpStatus());
        client.Write("\n\n"u8);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }

    private static RequestEnd EndOf(DispatchAttempt answer, in ForwardEnd end, TimeSpan waited, TimeSpan decode)
    {
        // An engine's refusal goes to the client as it is; that it was passed on well makes it no success.
        bool isRefused = answer.Status >= 400;
        RequestEnding how = end.How switch
        {
            ForwardResult.ClientGone => RequestEnding.Canceled,
            ForwardResult.Completed when !isRefused => RequestEnding.Completed,
            _ => RequestEnding.Failed,
        };
        return new RequestEnd(how, answer.Target, waited)
        {
            Code = how == RequestEnding.Failed
                ? answer.Status is >= 400 and < 500 ? ErrorCode.InvalidParams : ErrorCode.WorkerReset
                : null,
            Status = isRefused ? answer.Status : null,
            TokensIn = end.TokensIn,
            TokensOut = end.TokensOut,
            Decode = decode,
        };
    }

    private static Task WriteFailureAsync(HttpContext context, DispatchFailure failure) =>
        ErrorResponse.WriteAsync(context, failure.Code, failure.ToBody());
}
