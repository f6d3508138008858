using System.Buffers;
using System.IO.Pipelines;
using LlamaOrch.Hosting.Remotes;
using LlamaOrch.Hosting.Streams;
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
        AnswerMeter meter = answer.Meter;
        // Errors are of any form; what is no JSON can't be held to its end.
        bool isMetered = answer.Status == StatusCodes.Status200OK;
        int filled = firstCount;
        try
        {
            int count = firstCount;
            while (count > 0 && filled < memory.Length)
            {
                count = await answer.Body.ReadAsync(memory[filled..], gone);
                See(memory.Span.Slice(filled, count));
                filled += count;
            }

            if (count == 0 && IsCutOff())
                return ForwardEnd.Of(ForwardResult.WorkerReset, meter);
            context.Response.ContentLength = count == 0 ? filled : answer.ContentLength;
            while (filled > 0)
            {
                client.Write(memory.Span[..filled]);
                FlushResult flushed = await client.FlushAsync(gone);
                if (flushed.IsCompleted || flushed.IsCanceled)
                    return ForwardEnd.Of(ForwardResult.ClientGone, meter);
                if (count == 0)
                    break;
                filled = await answer.Body.ReadAsync(memory, gone);
                See(memory.Span[..filled]);
            }

            return ForwardEnd.Of(
                IsCutOff() ? ForwardResult.WorkerReset
                : meter.HasError ? ForwardResult.EngineFailed : ForwardResult.Completed,
                meter);
        }
        catch (OperationCanceledException)
        {
            return ForwardEnd.Of(ForwardResult.ClientGone, meter);
        }
        catch (Exception failure) when (RemoteFailure.Is(failure))
        {
            return ForwardEnd.Of(
                gone.IsCancellationRequested ? ForwardResult.ClientGone : ForwardResult.WorkerReset, meter);
        }

        void See(ReadOnlySpan<byte> piece)
        {
            if (isMetered)
                meter.See(piece);
        }

        bool IsCutOff() => isMetered && !meter.IsComplete && !meter.HasError;
    }
}
