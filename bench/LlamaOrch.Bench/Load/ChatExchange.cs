using System.Diagnostics;
using LlamaOrch.Bench.Wire;

namespace LlamaOrch.Bench.Load;

/// <summary>A chat request and its answer, whole or streamed.</summary>
internal sealed class ChatExchange(LoadSettings settings, RequestTemplate template, LoadRecorder recorder) : IExchange
{
    private const int BackoffMs = 10;

    // From the machine's clock, so that the numbers of an earlier generator, which the stub remembers, never return.
    private static long lastNumber = Stopwatch.GetTimestamp();

    private long number;

    public void Run(LoadConnection connection, long start)
    {
        number = Interlocked.Increment(ref lastNumber);
        MessageHead head = connection.Ask(template.Numbered(number));
        if (head.Status != 200)
        {
            connection.SkipBody();
            recorder.SawFailure($"status_{head.Status}", start, Stopwatch.GetTimestamp());
            Thread.Sleep(BackoffMs);
        }
        else if (settings.Stream)
        {
            ReadStream(connection, start);
        }
        else
        {
            bool whole = connection.SkipBody() == (byte)'}';
            Finish(whole, start);
        }

        if (head.Closes)
            connection.Close();
    }

    private void ReadStream(LoadConnection connection, long start)
    {
        MessageReader reader = connection.Reader;
        var events = new EventCounter();
        int seen = 0;
        long lastAt = 0;
        ReadOnlySpan<byte> piece;
        while (!(piece = reader.ReadBody()).IsEmpty)
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
                connection.Close();
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
}
