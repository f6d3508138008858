using System.Buffers;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Hosting.Logging;

/// <summary>
/// Lines on their way to a stream. Whoever logs copies a line and goes on; a thread writes what has gathered in one
/// piece, because a write and a change of threads for each line are waste beside the request that it tells of
/// (<c>docs/adr/0011-lines-are-written-together.md</c>).
/// </summary>
public sealed class GatheredLines : ILineSink, IDisposable
{
    /// <summary>
    /// How long lines gather unless told otherwise; a warning or worse is written at once, with all before it.
    /// </summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// What is held for a reader that has stopped reading, bytes. Beyond it lines are lost: a log that nobody reads
    /// must not stop the daemon.
    /// </summary>
    public const int BytesMax = 4 * 1024 * 1024;

    private const int BufferBytes = 64 * 1024;

    private readonly object gate = new();
    private readonly Stream output;
    private readonly TimeSpan pause;
    private readonly Thread thread;
    private ArrayBufferWriter<byte> gathered = new(BufferBytes);
    private ArrayBufferWriter<byte> written = new(BufferBytes);
    private bool isUrgent;
    private bool isEnded;

    /// <summary>A writer in front of a stream.</summary>
    /// <param name="output">The stream; it stays open.</param>
    /// <param name="pause">How long lines gather; default <see cref="Pause"/>.</param>
    public GatheredLines(Stream output, TimeSpan? pause = null)
    {
        this.output = output;
        this.pause = pause ?? Pause;
        thread = new Thread(Run) { IsBackground = true, Name = "Log" };
        thread.Start();
    }

    /// <inheritdoc/>
    public bool Take(LogLevel level, ReadOnlySpan<byte> line)
    {
        lock (gate)
        {
            if (isEnded)
            {
                // What is logged while the process ends: there is nothing left to hold up.
                Write(line);
                return true;
            }

            if (gathered.WrittenCount + line.Length > BytesMax)
                return false;
            bool isFirst = gathered.WrittenCount == 0;
            bool hurries = level >= LogLevel.Warning && !isUrgent;
            gathered.Write(line);
            isUrgent |= hurries;
            if (isFirst || hurries)
                Monitor.Pulse(gate);
            return true;
        }
    }

    /// <summary>Writes what is left.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (isEnded)
                return;
            isEnded = true;
            Monitor.Pulse(gate);
        }

        thread.Join();
    }

    private void Run()
    {
        while (Gather())
        {
            Write(written.WrittenSpan);
            if (written.Capacity > BufferBytes)
                written = new ArrayBufferWriter<byte>(BufferBytes);
            else
                written.ResetWrittenCount();
        }
    }

    /// <summary>Waits for lines; false when there will be none.</summary>
    private bool Gather()
    {
        lock (gate)
        {
            while (gathered.WrittenCount == 0 && !isEnded)
                Monitor.Wait(gate);
            if (!isUrgent && !isEnded)
                Monitor.Wait(gate, pause);
            isUrgent = false;
            (gathered, written) = (written, gathered);
            return written.WrittenCount > 0;
        }
    }

    private void Write(ReadOnlySpan<byte> lines)
    {
        try
        {
            output.Write(lines);
            output.Flush();
        }
        catch (IOException)
        {
            // The reader is gone or its disk is full: there is nowhere to say so, and what is done goes on.
        }
    }
}
