using System.Buffers;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.Hosting.Streams;

/// <summary>
/// Keeps an event stream alive while there is nothing to send: its headers go out, and a comment whenever it has been
/// silent for a while. Clients and proxies give up on connections on which nothing comes, some after 60 seconds.
/// </summary>
/// <remarks>
/// Whoever writes to the answer enters before and leaves after, which costs a token no allocation; a comment goes out
/// only in between, and only between two events.
/// </remarks>
public sealed class StreamPulse : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly HttpContext context;
    private readonly TimeSpan period;
    private readonly TimeProvider time;
    private readonly ITimer timer;
    private long lastSent;
    private bool isBetweenEvents = true;
    private bool isOver;

    /// <summary>Begins.</summary>
    /// <param name="context">The request.</param>
    /// <param name="first">After which time the headers go out where nothing else has sent them; from 0.</param>
    /// <param name="period">How long the stream may be silent.</param>
    /// <param name="time">The clock.</param>
    public StreamPulse(HttpContext context, TimeSpan first, TimeSpan period, TimeProvider time)
    {
        (this.context, this.period, this.time) = (context, period, time);
        timer = time.CreateTimer(
            static pulse => _ = ((StreamPulse)pulse!).BeatAsync(), this, Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
        timer.Change(first, Timeout.InfiniteTimeSpan);
    }

    private static ReadOnlySpan<byte> Comment => ": keep-alive\n\n"u8;

    /// <summary>Waits until nobody else writes.</summary>
    public Task EnterAsync() => gate.WaitAsync();

    /// <summary>What was written has been flushed.</summary>
    /// <param name="isBetween">Whether it ended with the end of an event.</param>
    public void Leave(bool isBetween)
    {
        isBetweenEvents = isBetween;
        lastSent = time.GetTimestamp();
        gate.Release();
    }

    /// <summary>No comment comes any more; the answer is the caller's alone. May be called again.</summary>
    public async ValueTask StopAsync()
    {
        if (isOver)
            return;
        await gate.WaitAsync();
        isOver = true;
        gate.Release();
        await timer.DisposeAsync();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => StopAsync();

    private async Task BeatAsync()
    {
        // Whoever writes now is no silence.
        if (!gate.Wait(0))
        {
            Rearm(period);
            return;
        }

        TimeSpan next = period;
        try
        {
            if (isOver)
                return;
            bool hasBegun = context.Response.HasStarted;
            TimeSpan silent = time.GetElapsedTime(lastSent);
            if (hasBegun && silent < period)
            {
                next = period - silent;
                return;
            }

            if (!isBetweenEvents)
                return;
            if (!hasBegun)
                EventStreamHeaders.Set(context.Response);
            context.Response.BodyWriter.Write(Comment);
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            lastSent = time.GetTimestamp();
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException)
        {
            // The client has gone, which whoever writes to it finds out.
            isOver = true;
        }
        finally
        {
            if (!isOver)
                Rearm(next);
            gate.Release();
        }
    }

    // A timer that has been disposed of meanwhile answers false, and nothing follows.
    private void Rearm(TimeSpan next) => timer.Change(next, Timeout.InfiniteTimeSpan);
}
