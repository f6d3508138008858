using System.Diagnostics;
using LlamaOrch.Contracts.Http;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Hosting.Streams;
using LlamaOrch.Hosting.Tracing;
using LlamaOrch.Orchestrator.Configuration;
using LlamaOrch.Orchestrator.Dispatch;
using LlamaOrch.Orchestrator.Logging;
using LlamaOrch.Orchestrator.Metrics;
using LlamaOrch.Orchestrator.Tracing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace LlamaOrch.Orchestrator.OpenAi;

/// <summary>Takes an answer that has begun to its client, and settles it: slot, counters, log line and span.</summary>
internal sealed class AnswerCourier(
    ISlotBroker broker, RequestLog log, TimeProvider time, IOptions<OrchestratorOptions> options)
{
    private readonly TimeSpan silenceMax = TimeSpan.FromMilliseconds(options.Value.StreamKeepaliveMs);

    /// <summary>Passes it on; how many tokens were generated for it.</summary>
    /// <param name="context">The client's request.</param>
    /// <param name="passing">The answer.</param>
    /// <param name="pulse">What keeps its stream alive; null where none was asked for.</param>
    /// <param name="span">The span of the stream.</param>
    public async Task<int> PassAsync(
        HttpContext context, PassedAnswer passing, StreamPulse? pulse, Activity? span)
    {
        (AskedRequest asked, DispatchAttempt answer) = (passing.Asked, passing.Answer);
        TraceParent trace = asked.Origin.Trace;
        TaskSeries series = answer.Target.Series(TaskPriority.Interactive);
        if (answer.HasLatency)
            series.FirstTokenMs.Observe(answer.Begun.TotalMilliseconds, trace);
        long first = time.GetTimestamp();
        DispatchFailure? refused = null;
        ForwardEnd end;
        SlotUse use = SlotUse.Untold;
        try
        {
            // Too late for a stream whose headers are out since it had to wait.
            if (answer.SchemaHints is string hints && !context.Response.HasStarted)
                context.Response.Headers[LlorchHeaders.SchemaHints] = hints;
            if (answer.IsEventStream)
                end = await StreamAsync(context, passing, pulse);
            else
                (end, refused) = await WholeAsync(context, passing, pulse);
            use = end.How is ForwardResult.Completed or ForwardResult.ClientGone ? SlotUse.Served : SlotUse.Failed;
        }
        finally
        {
            answer.Dispose();
            broker.Release(answer.Lease, answer.FirstToken, use);
        }

        TimeSpan decode = time.GetElapsedTime(first);
        series.DecodeMs.Observe(decode.TotalMilliseconds, trace);
        RequestEnd ended = EndOf(answer, end, passing.Waited, decode);
        log.Ended(asked, ended);
        TaskSpans.Streamed(span, end.TokensIn, end.TokensOut, ended.How);
        Count(series, ended);
        if (ended.Code is ErrorCode code)
            span.Fail(code, OwnWords(end.How));
        if (refused is not null)
            await AnswerFailure.WriteAsync(context, refused, time);
        else if (end.How is not (ForwardResult.Completed or ForwardResult.ClientGone))
            await AnswerFailure.BreakAsync(context, answer, end.How, time);
        return end.TokensOut;
    }

    private async ValueTask<ForwardEnd> StreamAsync(HttpContext context, PassedAnswer passing, StreamPulse? asked)
    {
        // An engine may stream what nobody asked to be streamed.
        StreamPulse pulse = asked ?? new StreamPulse(context, silenceMax, silenceMax, time);
        await pulse.EnterAsync();
        if (!context.Response.HasStarted)
            EventStreamHeaders.Set(context.Response, passing.Answer.ContentType);
        pulse.Leave(isBetween: true);
        ForwardEnd end = await new EventForwarder(context, passing.Answer, pulse, passing.Memory)
            .CopyAsync(passing.FirstCount);
        await pulse.StopAsync();
        return end;
    }

    /// <summary>
    /// Passes what is no stream. Where the headers of one are out, only an error event can tell what the engine said.
    /// </summary>
    private static async ValueTask<(ForwardEnd End, DispatchFailure? Refused)> WholeAsync(
        HttpContext context, PassedAnswer passing, StreamPulse? pulse)
    {
        DispatchAttempt answer = passing.Answer;
        if (pulse is not null)
            await pulse.StopAsync();
        if (!context.Response.HasStarted)
        {
            context.Response.StatusCode = answer.Status;
            context.Response.ContentType = answer.ContentType;
            return (await AnswerForwarder.CopyAsync(context, answer, passing.Memory, passing.FirstCount), null);
        }

        DispatchFailure refused = answer.Status == StatusCodes.Status200OK
            ? new DispatchFailure(ErrorCode.WorkerReset, "The engine answered with a document instead of a stream.")
            : await EngineRefusal.ReadAsync(
                answer, passing.Memory[..passing.FirstCount], context.RequestAborted);
        return (ForwardEnd.Of(ForwardResult.EngineFailed, answer.Meter), refused);
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
            TokenSource = end.Source,
            Decode = decode,
        };
    }

    private static void Count(TaskSeries series, in RequestEnd end)
    {
        series.TokensIn.Inc(end.TokensIn);
        series.TokensOut.Inc(end.TokensOut);
        if (end.How == RequestEnding.Completed)
            series.Completed.Inc();
        else if (end.How == RequestEnding.Canceled)
            series.Canceled(TaskCollectors.CanceledByDisconnect);
        else
            series.Failed(end.Code!.Value);
    }

    private static string OwnWords(ForwardResult how) => how switch
    {
        ForwardResult.Completed => "the engine refused the request",
        ForwardResult.EngineFailed => "the engine gave up",
        _ => "the answer broke off before its end",
    };
}
