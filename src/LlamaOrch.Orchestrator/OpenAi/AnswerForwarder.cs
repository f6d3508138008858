using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Hosting.Errors;
using LlamaOrch.Orchestrator.Dispatch;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.Orchestrator.OpenAi;

/// <summary>Moves an answer from the node to the client: read into the response's own memory, flush, repeat.</summary>
internal static class AnswerForwarder
{
    /// <summary>Copies until the end; <paramref name="firstCount"/> bytes lie in the response's memory already.</summary>
    public static async ValueTask<ForwardEnd> CopyAsync(
        HttpContext context, DispatchAttempt answer, int firstCount, int copyBytes)
    {
        PipeWriter client = context.Response.BodyWriter;
        var tally = default(TokenTally);
        int count = firstCount;
        Memory<byte> memory = client.GetMemory(copyBytes);
        try
        {
            while (count > 0)
            {
                tally.See(memory.Span[..count]);
                client.Advance(count);
                FlushResult flushed = await client.FlushAsync(context.RequestAborted);
                if (flushed.IsCompleted || flushed.IsCanceled)
                    return new ForwardEnd(ForwardResult.ClientGone, tally.TokensIn, tally.TokensOut);
                memory = client.GetMemory(copyBytes);
                count = await answer.Body.ReadAsync(memory, context.RequestAborted);
            }

            return new ForwardEnd(ForwardResult.Completed, tally.TokensIn, tally.TokensOut);
        }
        catch (OperationCanceledException)
        {
            return new ForwardEnd(ForwardResult.ClientGone, tally.TokensIn, tally.TokensOut);
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException)
        {
            await TellAsync(context, answer, client);
            return new ForwardEnd(ForwardResult.WorkerReset, tally.TokensIn, tally.TokensOut);
        }
    }

    /// <summary>A stream ends with an error event; any other answer is cut off, so that nobody takes it for whole.</summary>
    private static async ValueTask TellAsync(HttpContext context, DispatchAttempt answer, PipeWriter client)
    {
        if (!answer.IsEventStream)
        {
            context.Abort();
            return;
        }

        ErrorBody error = ErrorBody.From(
            ErrorCode.WorkerReset, $"Pool {answer.Lease.PoolId} went away while it answered: send the request again.");
        client.Write("event: error\ndata: "u8);
        using (var json = new Utf8JsonWriter(client, WireJson.Writer))
            OpenAiErrors.Write(json, error, ErrorCode.WorkerReset.HttpStatus());
        client.Write("\n\n"u8);
        await client.FlushAsync(context.RequestAborted);
    }
}
