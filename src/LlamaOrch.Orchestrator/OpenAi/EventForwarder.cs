using System.Buffers;
using System.IO.Pipelines;
using LlamaOrch.Orchestrator.Dispatch;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.Orchestrator.OpenAi;

/// <summary>
/// Moves a stream of events: read into the response's own memory, flush, repeat. A line that has not ended is held back
/// until it has, so that after a break the client can be told in an event of its own instead of in the middle of one.
/// </summary>
internal static class EventForwarder
{
    private const byte LineEnd = (byte)'\n';

    /// <summary>Copies until the end.</summary>
    /// <param name="context">The client's request.</param>
    /// <param name="answer">The answer.</param>
    /// <param name="memory">The response's own memory, with the first bytes in it.</param>
    /// <param name="firstCount">How many bytes are in it; 0 for an empty answer.</param>
    public static async ValueTask<ForwardEnd> CopyAsync(
        HttpContext context, DispatchAttempt answer, Memory<byte> memory, int firstCount)
    {
        PipeWriter client = context.Response.BodyWriter;
        CancellationToken gone = context.RequestAborted;
        using var tally = new TokenTally();
        int copyBytes = memory.Length;
        int held = 0;
        bool midLine = false;
        try
        {
            for (int count = firstCount; count > 0; count = await answer.Body.ReadAsync(memory[held..], gone))
            {
                tally.See(memory.Span.Slice(held, count));
                int filled = held + count;
                int whole = Whole(memory.Span, filled);
                held = filled - whole;
                if (whole == 0)
                    continue;

                midLine = memory.Span[whole - 1] != LineEnd;
                byte[]? rest = held == 0 ? null : Keep(memory.Span.Slice(whole, held));
                client.Advance(whole);
                FlushResult flushed = await client.FlushAsync(gone);
                if (flushed.IsCompleted || flushed.IsCanceled)
                    return tally.End(ForwardResult.ClientGone);
                memory = client.GetMemory(copyBytes);
                Restore(rest, held, memory.Span);
            }

            client.Advance(held);
            await client.FlushAsync(gone);
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

    private static byte[] Keep(ReadOnlySpan<byte> rest)
    {
        byte[] kept = ArrayPool<byte>.Shared.Rent(rest.Length);
        rest.CopyTo(kept);
        return kept;
    }

    private static void Restore(byte[]? kept, int length, Span<byte> memory)
    {
        if (kept is null)
            return;
        kept.AsSpan(0, length).CopyTo(memory);
        ArrayPool<byte>.Shared.Return(kept);
    }
}
