using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Http;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Hosting.Errors;
using LlamaOrch.Orchestrator.Dispatch;
using LlamaOrch.Orchestrator.Metrics;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.Orchestrator.OpenAi;

/// <summary>Admits an OpenAI request, dispatches it and passes the engine's answer through as its bytes come.</summary>
internal sealed class OpenAiProxy(
    RequestScanner scanner,
    AdmissionGate admission,
    Dispatcher dispatcher,
    ISlotBroker broker,
    TaskMetrics metrics,
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
            await ErrorResponse.WriteAsync(context, ErrorCode.InvalidParams, invalid);
            return;
        }

        var request = new SlotRequest
        {
            TaskId = new TaskId(Guid.CreateVersion7().ToString("N")),
            ModelId = scanned.Model,
            ContextTokens = scanned.MaxTokens ?? 0,
        };
        context.Response.Headers[LlorchHeaders.TaskId] = request.TaskId.Value;
        SlotTicket ticket = await admission.AdmitAsync(request);
        if (ticket.Refusal is SlotAnswer.Refused refused)
        {
            await WriteFailureAsync(context, new DispatchFailure(refused.Code, refused.Message, refused.RetryAfterMs));
            return;
        }

        TaskSeries unplaced = metrics.Unplaced(request.Priority);
        unplaced.AdmissionMs.Observe(time.GetElapsedTime(arrived).TotalMilliseconds);
        var outgoing = new OutgoingRequest(
            route, body.Bytes, context.TraceIdentifier, context.Request.Headers.TraceParent);
        try
        {
            long dispatched = time.GetTimestamp();
            DispatchOutcome outcome = await dispatcher.RunAsync(
                request, ticket, outgoing, context.Response.BodyWriter.GetMemory(CopyBytes), null, gone);
            if (outcome.Answer is DispatchAttempt answer)
            {
                await ForwardAsync(context, answer, outcome.FirstByteCount, dispatched);
                return;
            }

            unplaced.Failed(outcome.Failure!.Code);
            await WriteFailureAsync(context, outcome.Failure);
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            unplaced.Canceled("disconnect");
        }
    }

    private async Task ForwardAsync(HttpContext context, DispatchAttempt answer, int firstCount, long dispatched)
    {
        TaskSeries series = metrics.For(answer.Lease, TaskPriority.Interactive);
        series.FirstTokenMs.Observe(time.GetElapsedTime(dispatched).TotalMilliseconds);
        long first = time.GetTimestamp();
        try
        {
            context.Response.StatusCode = answer.Status;
            context.Response.ContentType = answer.ContentType;
            ForwardEnd end = await AnswerForwarder.CopyAsync(context, answer, firstCount, CopyBytes);
            series.DecodeMs.Observe(time.GetElapsedTime(first).TotalMilliseconds);
            series.TokensIn.Inc(end.TokensIn);
            series.TokensOut.Inc(end.TokensOut);
            switch (end.How)
            {
                case ForwardResult.Completed:
                    series.Completed.Inc();
                    break;
                case ForwardResult.ClientGone:
                    series.Canceled("disconnect");
                    break;
                default:
                    series.Failed(ErrorCode.WorkerReset);
                    break;
            }
        }
        finally
        {
            answer.Dispose();
            broker.Release(answer.Lease);
        }
    }

    private static Task WriteFailureAsync(HttpContext context, DispatchFailure failure) =>
        ErrorResponse.WriteAsync(context, failure.Code, failure.ToBody());
}
