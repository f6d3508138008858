using System.Buffers;
using System.IO.Pipelines;
using LlamaOrch.Orchestrator.Dispatch;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.Orchestrator.OpenAi;

/// <summary>
/// Moves an answer that is not a stream of events. One that fits the first buffer goes out whole and with its length;
/// until then nothing has gone, so a broken one can still be answered with an error.
/// </summary>
internal static class AnswerForwarder
{
    /// <summary>Copies until the end.</summary>
    /// <param name="context">The client's request.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="memory">Where the pieces pass through, with the first bytes in it.</param>
    /// <param name="firstCount">How many bytes are in it; 0 for an empty answer.</param>
    public static async ValueTask<ForwardEnd> CopyAsync(
        HttpContext context, DispatchAttempt answer, Memory<byte> memory, int firstCount)
    {
        PipeWriter client = context.Response.BodyWriter;
        CancellationToken gone = context.RequestAborted;
        using var tally = new TokenTally();
        int filled = firstCount;
        try
        {
            int count = firstCount;
            while (count > 0 && filled < memory.Length)
            {
                count = await answer.Body.ReadAsync(memory[filled..], gone);
                filled += count;
            }

            context.Response.ContentLength = count == 0 ? filled : answer.ContentLength;
            while (filled > 0)
            {
                tally.See(memory.Span[..filled]);
                client.Write(memory.Span[..filled]);
                FlushResult flushed = await client.FlushAsync(gone);
                if (flushed.IsCompleted || flushed.IsCanceled)
                    return tally.End(ForwardResult.ClientGone);
                if (count == 0)
                    break;
                filled = await answer.Body.ReadAsync(memory, gone);
            }

            return tally.End(ForwardResult.Completed);
        }
        catch (OperationCanceledException)
        {
            return tally.End(ForwardResult.ClientGone);
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException)
        {
            return tally.End(gone.IsCancellationRequested ? ForwardResult.ClientGone : ForwardResult.WorkerReset);
        }
    }
}
