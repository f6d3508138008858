using System.Text;

namespace LlamaOrch.Bench.Stub;

/// <summary>What the stub has seen.</summary>
internal sealed class StubStatistics
{
    // The longest abort run of the bench makes some thousands.
    private const int AbortsKeptMax = 65_536;

    private readonly Queue<(long Id, long At)> aborts = new();
    private long requests;
    private long streams;
    private long streamsLive;
    private long aborted;
    private long connectionsOpen;

    public void RequestSeen() => Interlocked.Increment(ref requests);

    public void StreamBegan()
    {
        Interlocked.Increment(ref streams);
        Interlocked.Increment(ref streamsLive);
    }

    public void StreamEnded() => Interlocked.Decrement(ref streamsLive);

    public void ConnectionOpened() => Interlocked.Increment(ref connectionsOpen);

    public void ConnectionClosed() => Interlocked.Decrement(ref connectionsOpen);

    /// <summary>A stream's client went away.</summary>
    /// <param name="id">The number that the load generator gave the request; 0 when it gave none.</param>
    /// <param name="at">When the stub saw it: nanoseconds of the machine's monotonic clock.</param>
    public void Aborted(long id, long at)
    {
        Interlocked.Increment(ref aborted);
        lock (aborts)
        {
            if (aborts.Count == AbortsKeptMax)
                aborts.Dequeue();
            aborts.Enqueue((id, at));
        }
    }

    /// <summary>The counters as JSON.</summary>
    public string Counters() =>
        $$"""
        {"requests":{{Interlocked.Read(ref requests)}},"streams":{{Interlocked.Read(ref streams)}},
        """ + $$"""
        "streams_live":{{Interlocked.Read(ref streamsLive)}},"aborts":{{Interlocked.Read(ref aborted)}},
        """ + $$"""
        "connections_open":{{Interlocked.Read(ref connectionsOpen)}}}
        """;

    /// <summary>The latest aborts, one line each: the request's number, a space, when the stub saw it.</summary>
    public string Aborts()
    {
        var text = new StringBuilder();
        lock (aborts)
        {
            foreach ((long id, long at) in aborts)
                text.Append(id).Append(' ').Append(at).Append('\n');
        }

        return text.ToString();
    }
}
