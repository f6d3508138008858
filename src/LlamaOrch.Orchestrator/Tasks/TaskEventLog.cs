using System.Buffers;
using System.Text;
using System.Text.Json;
using LlamaOrch.Contracts.Json;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>
/// The events of one task, kept as the frames that go on the wire. Once sealed nothing can follow, which is what makes
/// 'no token after an acknowledged cancel' true for every reader at once.
/// </summary>
internal sealed class TaskEventLog : IDisposable
{
    /// <summary>Most bytes of one task's events; an answer of a hundred thousand tokens has about 8 MB.</summary>
    public const int BytesMax = 32 * 1024 * 1024;

    private readonly Lock gate = new();
    private readonly List<byte[]> frames = [];
    private readonly ArrayBufferWriter<byte> scratch = new(256);
    private readonly Utf8JsonWriter json;
    private TaskCompletionSource? news;

    public TaskEventLog() => json = new Utf8JsonWriter(scratch, WireJson.Writer);

    /// <summary>Whether the last event is there.</summary>
    public bool IsSealed { get; private set; }

    /// <summary>How much its events take.</summary>
    public long Bytes { get; private set; }

    /// <summary>How many events there are.</summary>
    public int Count
    {
        get
        {
            lock (gate)
            {
                return frames.Count;
            }
        }
    }

    /// <summary>Adds an event; false, and nothing added, when the log is sealed.</summary>
    /// <exception cref="InvalidDataException">The log has its limit; only the last event is still taken.</exception>
    public bool Append<TData>(string name, TData data, Action<Utf8JsonWriter, TData> write, bool last = false)
    {
        TaskCompletionSource? waiting;
        lock (gate)
        {
            if (IsSealed)
                return false;
            if (Bytes > BytesMax && !last)
                throw new InvalidDataException($"the events of a task are limited to {BytesMax} bytes");
            byte[] frame = Frame(frames.Count + 1, name, data, write);
            frames.Add(frame);
            Bytes += frame.Length;
            IsSealed = last;
            waiting = news;
            news = null;
        }

        waiting?.SetResult();
        return true;
    }

    /// <summary>The frames after the first <paramref name="seen"/> ones, and whether more may come.</summary>
    public (byte[][] Frames, bool MayGrow) ReadAfter(int seen)
    {
        lock (gate)
        {
            return (seen < frames.Count ? [.. frames.GetRange(seen, frames.Count - seen)] : [], !IsSealed);
        }
    }

    /// <summary>Ends when there are more than <paramref name="seen"/> frames, or none will come.</summary>
    public Task WaitForMoreAsync(int seen, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (frames.Count > seen || IsSealed)
                return Task.CompletedTask;
            news ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return news.Task.WaitAsync(cancellationToken);
        }
    }

    public void Dispose() => json.Dispose();

    private byte[] Frame<TData>(int id, string name, TData data, Action<Utf8JsonWriter, TData> write)
    {
        scratch.ResetWrittenCount();
        Encoding.UTF8.GetBytes($"id: {id}\nevent: {name}\ndata: ", scratch);
        json.Reset();
        json.WriteStartObject();
        write(json, data);
        json.WriteEndObject();
        json.Flush();
        scratch.Write("\n\n"u8);
        return scratch.WrittenSpan.ToArray();
    }
}
