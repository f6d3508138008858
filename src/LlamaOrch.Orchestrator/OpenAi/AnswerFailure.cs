using System.Buffers;
using System.Text.Json;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Hosting.Errors;
using LlamaOrch.Hosting.Streams;
using LlamaOrch.Orchestrator.Dispatch;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.Orchestrator.OpenAi;

/// <summary>Tells a client that there is no answer, or no more of it.</summary>
internal static class AnswerFailure
{
    /// <summary>
    /// An error with its status while nothing is out. After that an error event, and then a break: clients that take no
    /// notice of the event would take a clean end for the end of the answer.
    /// </summary>
    /// <param name="context">The client's request.</param>
    /// <param name="failure">What went wrong.</param>
    /// <param name="time">The clock.</param>
    public static async ValueTask WriteAsync(HttpContext context, DispatchFailure failure, TimeProvider time)
    {
        ErrorBody error = failure.ToBody();
        if (!context.Response.HasStarted)
        {
            context.Response.ContentLength = null;
            await (failure.Engine is EngineError engine
                ? WriteAsync(context, engine, failure.RetryAfterMs)
                : ErrorResponse.WriteAsync(context, failure.Code, error));
            return;
        }

        IBufferWriter<byte> client = context.Response.BodyWriter;
        client.Write("event: error\ndata: "u8);
        using (var json = new Utf8JsonWriter(client, WireJson.Writer))
            OpenAiErrors.Write(json, error, failure.Code.HttpStatus());
        client.Write("\n\n"u8);
        await BrokenAnswer.BreakAsync(context, time);
    }

    /// <summary>
    /// What is not out can still be an error; a stream ends with an error event; anything else is cut off.
    /// </summary>
    /// <param name="context">The client's request.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="how">What ended it.</param>
    /// <param name="time">The clock.</param>
    public static ValueTask BreakAsync(
        HttpContext context, DispatchAttempt answer, ForwardResult how, TimeProvider time)
    {
        bool isOut = context.Response.HasStarted;
        if (how == ForwardResult.EngineFailed)
            return answer.IsEventStream ? BrokenAnswer.BreakAsync(context, time) : ValueTask.CompletedTask;
        if (isOut && (!answer.IsEventStream || how == ForwardResult.WorkerResetMidEvent))
            return BrokenAnswer.BreakAsync(context, time);
        return WriteAsync(context, Broken(answer), time);
    }

    /// <summary>The engine's own words, for SDKs that know them, with the retry headers of ours.</summary>
    private static Task WriteAsync(HttpContext context, EngineError engine, long? retryAfterMs)
    {
        HttpResponse response = context.Response;
        response.StatusCode = engine.Status;
        response.ContentType = engine.ContentType;
        response.ContentLength = engine.Body.Length;
        ErrorResponse.AddRetryAfter(response.Headers, retryAfterMs);
        return response.Body.WriteAsync(engine.Body, context.RequestAborted).AsTask();
    }

    private static DispatchFailure Broken(DispatchAttempt answer) => new(
        ErrorCode.WorkerReset,
        $"The answer of pool {answer.Lease.PoolId} broke off before its end: send the request again.");
}
