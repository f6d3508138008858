using System.Buffers;
using System.IO.Pipelines;
using LlamaOrch.Orchestrator.Dispatch;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.Orchestrator.OpenAi;

/// <summary>
/// Moves a stream of events. What has come leaves before the next read would wait: events that come together leave
/// together, and none waits for a later one. A line that has not ended is held back until it has, so that after a break
/// the client can be told in an event of its own instead of in the middle of one.
/// </summary>
internal static class EventForwarder
{
    private const byte LineEnd = (byte)'\n';

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
        int held = 0;
        int unsent = 0;
        bool midLine = false;
        try
        {
            int count = firstCount;
            while (count > 0)
            {
                tally.See(memory.Span.Slice(held, count));
                int filled = held + count;
                int whole = Whole(memory.Span, filled);
                held = filled - whole;
                if (whole > 0)
                {
                    midLine = memory.Span[whole - 1] != LineEnd;
                    client.Write(memory.Span[..whole]);
                    memory.Span.Slice(whole, held).CopyTo(memory.Span);
                    unsent += whole;
                }

                // Never left before it has ended, or it would write into memory that serves others by then.
                ValueTask<int> reading = answer.Body.ReadAsync(memory[held..], gone);
                bool left = false;
                if (unsent >= memory.Length || (unsent > 0 && !reading.IsCompleted))
                {
                    FlushResult flushed = await client.FlushAsync(CancellationToken.None);
                    left = flushed.IsCompleted || flushed.IsCanceled;
                    unsent = 0;
                }

                count = await reading;
                if (left)
                    return tally.End(ForwardResult.ClientGone);
            }

            client.Write(memory.Span[..held]);
            return tally.End(ForwardResult.Completed);
        }
        catch (OperationCanceledException)
        {
            return tally.End(ForwardResult.ClientGone);
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException)
        {
            if (gone.IsCancellationRequested)
                return tally.End(ForwardResult.ClientGone);
            // What came before the break is the client's, and tells the caller that an answer has begun.
            if (unsent > 0)
                await client.FlushAsync(CancellationToken.None);
            return tally.End(midLine ? ForwardResult.WorkerResetMidLine : ForwardResult.WorkerReset);
        }
    }

    /// <summary>
    /// How many bytes may go: up to the last end of a line, and all of a line that is longer than the memory.
    /// </summary>
    private static int Whole(ReadOnlySpan<byte> memory, int filled)
    {
        int whole = memory[..filled].LastIndexOf(LineEnd) + 1;
        return whole == 0 && filled == memory.Length ? filled : whole;
    }
}
