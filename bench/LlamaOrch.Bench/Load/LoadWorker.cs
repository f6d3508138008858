using System.Diagnostics;
using System.Net.Sockets;
using LlamaOrch.Bench.Pacing;
using LlamaOrch.Bench.Wire;

namespace LlamaOrch.Bench.Load;

/// <summary>One connection's thread: blocking, keep-alive, a new connection only when the old one has ended.</summary>
internal sealed class LoadWorker(
    int index, LoadSettings settings, RequestTemplate template, ISchedule schedule, LoadRecorder recorder)
    : IDisposable
{
    private const int BackoffMs = 10;

    // From the machine's clock, so that the numbers of an earlier generator, which the stub remembers, never return.
    private static long lastNumber = Stopwatch.GetTimestamp();

    private readonly bool streams = settings.Stream;
    private Socket? socket;
    private MessageReader? reader;
    private long number;

    /// <summary>Works until the schedule has no more turns.</summary>
    public void Run()
    {
        while (schedule.Next(index, out long start))
        {
            try
            {
                Exchange(start);
            }
            catch (Exception failure) when (failure is SocketException or IOException)
            {
                Disconnect();
                recorder.SawFailure(Kind(failure), start, Stopwatch.GetTimestamp());
                Thread.Sleep(BackoffMs);
            }
        }

        Disconnect();
    }

    public void Dispose() => Disconnect();

    private void Exchange(long start)
    {
        if (socket is null)
            Connect();
        number = Interlocked.Increment(ref lastNumber);
        socket!.Send(template.Numbered(number));
        if (!reader!.ReadHead(out _))
            throw new EndOfStreamException("the peer closed before its answer");
        MessageHead head = reader.Head;
        if (head.Status != 200)
        {
            SkipBody();
            recorder.SawFailure($"status_{head.Status}", start, Stopwatch.GetTimestamp());
            Thread.Sleep(BackoffMs);
        }
        else if (streams)
        {
            ReadStream(start);
        }
        else
        {
            bool whole = SkipBody() == (byte)'}';
            Finish(whole, start);
        }

        if (head.Closes)
            Disconnect();
    }

    private void ReadStream(long start)
    {
        var events = new EventCounter();
        int seen = 0;
        long lastAt = 0;
        ReadOnlySpan<byte> piece;
        while (!(piece = reader!.ReadBody()).IsEmpty)
        {
            events.See(piece);
            int count = Math.Min(events.Count, settings.Tokens);
            if (count == seen)
                continue;
            long now = reader.ReceivedAt;
            recorder.SawTokens(count - seen, now);
            if (seen == 0)
                recorder.SawFirstToken(start, now);
            else if (now != lastAt)
                recorder.SawGap(lastAt, now);
            (seen, lastAt) = (count, now);
            if (settings.AbortAfterTokens > 0 && seen >= settings.AbortAfterTokens)
            {
                Disconnect();
                recorder.SawAbort(number, Stopwatch.GetTimestamp());
                return;
            }
        }

        // After the tokens come one event with the finish reason and one with the end mark.
        Finish(events.EndsWell && events.Count == settings.Tokens + 2, start);
    }

    private void Finish(bool whole, long start)
    {
        if (whole)
            recorder.SawCompletion(start, Stopwatch.GetTimestamp());
        else
            recorder.SawFailure("answer_incomplete", start, Stopwatch.GetTimestamp());
    }

    /// <summary>Reads to the body's end and returns its last byte; 0 when it is empty.</summary>
    private byte SkipBody()
    {
        byte last = 0;
        ReadOnlySpan<byte> piece;
        while (!(piece = reader!.ReadBody()).IsEmpty)
            last = piece[^1];
        return last;
    }

    private void Connect()
    {
        int silenceMs = (int)settings.SilenceMax.TotalMilliseconds;
        socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            ReceiveTimeout = silenceMs,
            SendTimeout = silenceMs,
        };
        socket.Connect(settings.Endpoint);
        reader = new MessageReader(socket);
    }

    private void Disconnect()
    {
        socket?.Dispose();
        (socket, reader) = (null, null);
    }

    private static string Kind(Exception failure) => failure switch
    {
        SocketException { SocketErrorCode: SocketError.WouldBlock or SocketError.TimedOut } => "timeout",
        SocketException socket => $"socket_{socket.SocketErrorCode.ToString().ToLowerInvariant()}",
        EndOfStreamException => "closed_early",
        _ => "not_http",
    };
}
