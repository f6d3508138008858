using System.Buffers;
using System.Text;
using System.Text.Json;
using LlamaOrch.Contracts.Json;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>
/// The events of one task, kept as the frames that go on the wire. Readers see tokens only once it is on disk that they
/// may, and the last event only once the end is. Once sealed nothing can follow, which is what makes 'no token after an
/// acknowledged cancel' true for every reader at once.
/// </summary>
/// <param name="lastId">
/// The last id that an earlier life of the control plane may have used; ids go on after it.
/// </param>
internal sealed class TaskEventLog(long lastId = 0) : IDisposable
{
    /// <summary>Most bytes of one task's events; an answer of a hundred thousand tokens has about 8 MB.</summary>
    public const int BytesMax = 32 * 1024 * 1024;

    /// <summary>Ids that each life may use: more than events, of 40 bytes at least, fit into the limit.</summary>
    public const long IdsPerLife = 1_000_000;

    private readonly Lock gate = new();
    private readonly List<byte[]> frames = [];
    private readonly ArrayBufferWriter<byte> scratch = new(256);
    private Utf8JsonWriter? json;
    private TaskCompletionSource? news;
    private int firstToken = -1;
    private bool mayShowTokens;
    private bool isSealed;
    private bool isBrokenOff;

    /// <summary>The log of a task that has ended, with all its events.</summary>
    /// <param name="lastId">See above.</param>
    /// <param name="ended">The frames, the last event's included.</param>
    public TaskEventLog(long lastId, IReadOnlyList<byte[]> ended)
        : this(lastId)
    {
        frames.AddRange(ended);
        Bytes = ended.Sum(frame => (long)frame.Length);
        (isSealed, IsPublished) = (true, true);
    }

    /// <summary>How much its events take.</summary>
    public long Bytes { get; private set; }

    /// <summary>Whether the last event is there for everybody to see.</summary>
    public bool IsPublished { get; private set; }

    /// <summary>Id of the last event that can be seen.</summary>
    public long LastId
    {
        get
        {
            lock (gate)
            {
                return lastId + Visible;
            }
        }
    }

    private int Visible => IsPublished
        ? frames.Count
        : Math.Min(mayShowTokens || firstToken < 0 ? frames.Count : firstToken, frames.Count - (isSealed ? 1 : 0));

    /// <summary>Adds an event; false, and nothing added, when the log is sealed.</summary>
    /// <exception cref="InvalidDataException">The log has its limit; only the last event is still taken.</exception>
    public bool Append<TData>(string name, TData data, Action<Utf8JsonWriter, TData> write, bool isToken = false)
    {
        TaskCompletionSource? waiting;
        lock (gate)
        {
            if (isSealed)
                return false;
            if (Bytes > BytesMax)
                throw new InvalidDataException($"the events of a task are limited to {BytesMax} bytes");
            if (isToken && firstToken < 0)
                firstToken = frames.Count;
            int seen = Visible;
            Add(name, data, write);
            waiting = TakeWaiting(seen);
        }

        waiting?.SetResult();
        return true;
    }

    /// <summary>Adds the last event, to be seen once published; returns its id.</summary>
    /// <exception cref="InvalidOperationException">The log is sealed.</exception>
    public long Seal<TData>(string name, TData data, Action<Utf8JsonWriter, TData> write)
    {
        lock (gate)
        {
            if (isSealed)
                throw new InvalidOperationException("a task has one end");
            Add(name, data, write);
            isSealed = true;
            return lastId + frames.Count;
        }
    }

    /// <summary>It is on disk that tokens may be seen.</summary>
    public void ShowTokens() => Change(() => mayShowTokens = true);

    /// <summary>The end is on disk: everything may be seen.</summary>
    public void Publish() => Change(() => IsPublished = true);

    /// <summary>Lets readers go without an end: the task goes on in the next life of the control plane.</summary>
    public void BreakOff() => Change(() => isBrokenOff = true);

    /// <summary>All frames, those that nobody may see yet included.</summary>
    public byte[][] ReadAll()
    {
        lock (gate)
            return [.. frames];
    }

    /// <summary>The frames after those that a reader has seen, and whether more may come.</summary>
    /// <param name="seen">Id of the last event seen; 0 for none.</param>
    /// <returns>The frames, the id that a reader has seen with them, and whether more may come.</returns>
    public (byte[][] Frames, long Seen, bool MayGrow) ReadAfter(long seen)
    {
        lock (gate)
        {
            bool mayGrow = !IsPublished && !isBrokenOff;
            int from = IndexAfter(seen);
            int visible = Visible;
            return from < visible
                ? ([.. frames.GetRange(from, visible - from)], lastId + visible, mayGrow)
                : ([], seen, mayGrow);
        }
    }

    /// <summary>Ends when there are events after <paramref name="seen"/> to be read, or none will come.</summary>
    public Task WaitForMoreAsync(long seen, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (Visible > IndexAfter(seen) || IsPublished || isBrokenOff)
                return Task.CompletedTask;
            news ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return news.Task.WaitAsync(cancellationToken);
        }
    }

    public void Dispose() => json?.Dispose();

    // A reader that an earlier life has served has seen none of the events of this one.
    private int IndexAfter(long seen) => (int)Math.Max(0, seen - lastId);

    private void Change(Action change)
    {
        TaskCompletionSource? waiting;
        lock (gate)
        {
            int seen = Visible;
            change();
            waiting = TakeWaiting(seen);
        }

        waiting?.SetResult();
    }

    private TaskCompletionSource? TakeWaiting(int seen)
    {
        if (Visible == seen && !IsPublished && !isBrokenOff)
            return null;
        TaskCompletionSource? waiting = news;
        news = null;
        return waiting;
    }

    private void Add<TData>(string name, TData data, Action<Utf8JsonWriter, TData> write)
    {
        json ??= new Utf8JsonWriter(scratch, WireJson.Writer);
        scratch.ResetWrittenCount();
        Encoding.UTF8.GetBytes($"id: {lastId + frames.Count + 1}\nevent: {name}\ndata: ", scratch);
        json.Reset();
        json.WriteStartObject();
        write(json, data);
        json.WriteEndObject();
        json.Flush();
        scratch.Write("\n\n"u8);
        byte[] frame = scratch.WrittenSpan.ToArray();
        frames.Add(frame);
        Bytes += frame.Length;
    }
}
