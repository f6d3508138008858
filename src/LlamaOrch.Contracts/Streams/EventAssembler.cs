using System.Buffers;
using System.Text;

namespace LlamaOrch.Contracts.Streams;

/// <summary>
/// Puts the events of a stream together as the standard has them: several lines of <c>data</c> become one text, the
/// last <c>event</c> counts, an event without <c>data</c> is none. Memory grows with the longest event, to a limit.
/// </summary>
public sealed class EventAssembler
{
    /// <summary>Default limit of one event, bytes: 32 MiB, as many as a task's events may have.</summary>
    public const int EventBytesMax = 32 * 1024 * 1024;

    private const string DefaultType = "message";

    private readonly int bytesMax;
    private readonly ArrayBufferWriter<byte> data = new(1024);
    private readonly ArrayBufferWriter<byte> text = new(32);
    private EventFramer framer = new();
    private string type = string.Empty;
    private bool hasData;
    private bool isTaken;

    /// <summary>A reader at the start of a stream.</summary>
    /// <param name="bytesMax">Longest event, bytes.</param>
    public EventAssembler(int bytesMax = EventBytesMax) => this.bytesMax = bytesMax;

    /// <summary>The data of the event taken last; good until the next call.</summary>
    public ReadOnlyMemory<byte> Data { get; private set; }

    /// <summary>The type of the event taken last; <c>message</c> where it has none.</summary>
    public string Type { get; private set; } = DefaultType;

    /// <summary>The last id of the stream so far; empty while there is none.</summary>
    public string LastId { get; private set; } = string.Empty;

    /// <summary>Takes the next event off the front of <paramref name="rest"/>; false until it is all there.</summary>
    /// <exception cref="InvalidDataException">An event is longer than the limit.</exception>
    public bool TryTake(ref ReadOnlySpan<byte> rest)
    {
        Forget();
        while (true)
        {
            switch (framer.Next(ref rest, out ReadOnlySpan<byte> value))
            {
                case FramePart.None:
                    return false;
                case FramePart.Data:
                    Add(data, value);
                    break;
                case FramePart.DataEnd:
                    Add(data, "\n"u8);
                    hasData = true;
                    break;
                case FramePart.Type or FramePart.Id:
                    Add(text, value);
                    break;
                case FramePart.TypeEnd:
                    type = TakeText();
                    break;
                case FramePart.IdEnd:
                    string id = TakeText();
                    if (!id.Contains('\0'))
                        LastId = id;
                    break;
                case FramePart.EventEnd when hasData:
                    Take(data.WrittenMemory[..^1]);
                    return true;
                case FramePart.EventEnd:
                    type = string.Empty;
                    break;
            }
        }
    }

    /// <summary>
    /// The stream has ended. The standard drops an event that no empty line has ended; engines leave that line out, so
    /// it is handed over, and the caller decides whether it is whole.
    /// </summary>
    /// <returns>Whether there was such an event, with data in it.</returns>
    public bool TryTakeUnended()
    {
        Forget();
        ReadOnlyMemory<byte> left = data.WrittenMemory;
        if (left.Length > 0 && hasData && left.Span[^1] == (byte)'\n')
            left = left[..^1];
        if (left.IsEmpty)
            return false;
        Take(left);
        return true;
    }

    private void Take(ReadOnlyMemory<byte> whole)
    {
        Data = whole;
        Type = type.Length > 0 ? type : DefaultType;
        (isTaken, hasData, type) = (true, false, string.Empty);
    }

    private void Forget()
    {
        if (!isTaken)
            return;
        isTaken = false;
        Data = default;
        data.ResetWrittenCount();
    }

    private void Add(ArrayBufferWriter<byte> to, ReadOnlySpan<byte> bytes)
    {
        if (to.WrittenCount + bytes.Length > bytesMax)
            throw new InvalidDataException($"an event is longer than {bytesMax} bytes");
        to.Write(bytes);
    }

    private string TakeText()
    {
        string taken = Encoding.UTF8.GetString(text.WrittenSpan);
        text.ResetWrittenCount();
        return taken;
    }
}
