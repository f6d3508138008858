using System.Buffers;
using System.IO.Pipelines;
using LlamaOrch.Hosting.Remotes;
using LlamaOrch.Hosting.Streams;
using LlamaOrch.Orchestrator.Dispatch;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.Orchestrator.OpenAi;

/// <summary>
/// Moves a stream of events. What has come leaves before the next read would wait: events that come together leave
/// together, and none waits for a later one. An event that has not ended is held back until it has, so that after a
/// break the client can be told in an event of its own; one that is longer than the memory goes in parts.
/// </summary>
internal sealed class EventForwarder(
    HttpContext context, DispatchAttempt answer, StreamPulse pulse, Memory<byte> memory)
{
    private readonly PipeWriter client = context.Response.BodyWriter;
    private readonly AnswerMeter meter = answer.Meter;
    private int held;
    private int unsent;
    private bool isWriting;

    /// <summary>Copies until the end.</summary>
    /// <param name="firstCount">How many bytes are in the memory.</param>
    public async ValueTask<ForwardEnd> CopyAsync(int firstCount)
    {
        CancellationToken gone = context.RequestAborted;
        try
        {
            held = firstCount;
            ForwardResult? end = null;
            while (end is null)
            {
                await TakeAsync();
                if (meter.HasFailed)
                {
                    await SendAsync();
                    end = ForwardResult.EngineFailed;
                    break;
                }

                // Never left before it has ended, or it would write into memory that serves others by then.
                ValueTask<int> reading = answer.Body.ReadAsync(memory[held..], gone);
                if (unsent >= memory.Length || (unsent > 0 && !reading.IsCompleted))
                    end = await SendAsync() ? null : ForwardResult.ClientGone;
                int count = await reading;
                meter.See(memory.Span.Slice(held, count));
                held += count;
                if (count == 0)
                    end ??= await FinishAsync();
            }

            return ForwardEnd.Of(end.Value, meter);
        }
        catch (OperationCanceledException)
        {
            return ForwardEnd.Of(ForwardResult.ClientGone, meter);
        }
        catch (Exception failure) when (RemoteFailure.Is(failure))
        {
            return ForwardEnd.Of(
                gone.IsCancellationRequested ? ForwardResult.ClientGone : await BreakAsync(), meter);
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Hands over the events that have ended, and all of one that is longer than the memory.</summary>
    private async ValueTask TakeAsync()
    {
        int open = (int)Math.Min(meter.OpenBytes, held);
        int whole = held - open;
        if (whole == 0 && held == memory.Length)
            whole = held;
        if (whole == 0)
            return;
        if (!isWriting)
        {
            await pulse.EnterAsync();
            isWriting = true;
        }

        client.Write(memory.Span[..whole]);
        memory.Span[whole..held].CopyTo(memory.Span);
        held -= whole;
        unsent += whole;
    }

    /// <summary>Sends what was handed over; false when the client has gone.</summary>
    private async ValueTask<bool> SendAsync()
    {
        FlushResult flushed = await client.FlushAsync(CancellationToken.None);
        unsent = 0;
        Leave();
        return !flushed.IsCompleted && !flushed.IsCanceled;
    }

    private void Leave()
    {
        if (!isWriting)
            return;
        isWriting = false;
        pulse.Leave(isBetween: meter.OpenBytes == held);
    }

    /// <summary>The engine has closed its answer: in the right way, or cut off.</summary>
    private async ValueTask<ForwardResult> FinishAsync()
    {
        meter.End();
        if (!meter.IsComplete && !meter.HasFailed)
            return await BreakAsync();
        Leave();
        await pulse.StopAsync();
        client.Write(memory.Span[..held]);
        // Clients drop an event without its empty line, and some wait for the mark of the end.
        if (meter.LacksLastLine)
            client.Write("\n\n"u8);
        if (meter.HasFailed)
            return ForwardResult.EngineFailed;
        if (!meter.IsDone)
            client.Write("data: [DONE]\n\n"u8);
        return ForwardResult.Completed;
    }

    /// <summary>What came before a break is the client's. After the mark of the end nothing was missing.</summary>
    private async ValueTask<ForwardResult> BreakAsync()
    {
        bool isMidEvent = meter.OpenBytes > held;
        if (unsent > 0)
            await SendAsync();
        return meter.IsDone ? ForwardResult.Completed
            : isMidEvent ? ForwardResult.WorkerResetMidEvent : ForwardResult.WorkerReset;
    }
}
