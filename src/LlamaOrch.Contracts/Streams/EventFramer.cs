namespace LlamaOrch.Contracts.Streams;

/// <summary>
/// Splits an event stream (WHATWG HTML, section 9.2.6) into fields, without copying and wherever the bytes are cut:
/// lines end with LF, CR or CRLF, a byte order mark may come first, comments and unknown fields are skipped.
/// </summary>
public struct EventFramer
{
    private const int NameBytesMax = 5;

    private State state;
    private FramePart field;
    private int bomBytes;
    private ulong name;
    private int nameBytes;
    private bool afterCarriageReturn;

    private enum State : byte
    {
        ByteOrderMark,
        LineStart,
        Name,
        AfterColon,
        Value,
    }

    /// <summary>Whether the last line was empty and has ended: a new event may be written here.</summary>
    public bool IsBetweenEvents { readonly get; private set; } = true;

    /// <summary>A framer at the start of a stream.</summary>
    public EventFramer()
    {
    }

    private static ReadOnlySpan<byte> ByteOrderMark => "\uFEFF"u8;

    /// <summary>Takes the next part off the front of <paramref name="rest"/>.</summary>
    /// <param name="rest">Bytes not looked at yet; empty when <see cref="FramePart.None"/> is returned.</param>
    /// <param name="value">The bytes of the part, a slice of the input; empty for the ends.</param>
    public FramePart Next(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> value)
    {
        value = default;
        while (!rest.IsEmpty)
        {
            FramePart found = state switch
            {
                State.ByteOrderMark => SkipByteOrderMark(ref rest),
                State.LineStart => StartLine(ref rest),
                State.Name => ReadName(ref rest),
                State.AfterColon => SkipSpace(ref rest),
                _ => ReadValue(ref rest, out value),
            };
            if (found != FramePart.None)
                return found;
        }

        return FramePart.None;
    }

    private FramePart SkipByteOrderMark(ref ReadOnlySpan<byte> rest)
    {
        if (rest[0] == ByteOrderMark[bomBytes])
        {
            rest = rest[1..];
            IsBetweenEvents = false;
            if (++bomBytes == ByteOrderMark.Length)
                (state, IsBetweenEvents) = (State.LineStart, true);
            return FramePart.None;
        }

        if (bomBytes == 0)
        {
            state = State.LineStart;
            return FramePart.None;
        }

        // No mark after all, so the bytes taken for it begin the name of a field that nobody knows.
        nameBytes = NameBytesMax + 1;
        state = State.Name;
        return FramePart.None;
    }

    private FramePart StartLine(ref ReadOnlySpan<byte> rest)
    {
        byte first = rest[0];
        bool isRestOfLineEnd = afterCarriageReturn && first == (byte)'\n';
        afterCarriageReturn = false;
        if (isRestOfLineEnd)
        {
            rest = rest[1..];
            return FramePart.None;
        }

        if (first is (byte)'\n' or (byte)'\r')
        {
            EndLine(ref rest);
            IsBetweenEvents = true;
            return FramePart.EventEnd;
        }

        (name, nameBytes, state, IsBetweenEvents) = (0, 0, State.Name, false);
        return FramePart.None;
    }

    private FramePart ReadName(ref ReadOnlySpan<byte> rest)
    {
        while (!rest.IsEmpty)
        {
            byte next = rest[0];
            if (next is (byte)'\n' or (byte)'\r')
            {
                field = FieldOf(name, nameBytes);
                EndLine(ref rest);
                return EndOf(field);
            }

            rest = rest[1..];
            if (next == (byte)':')
            {
                field = FieldOf(name, nameBytes);
                state = State.AfterColon;
                return FramePart.None;
            }

            if (nameBytes <= NameBytesMax)
                (name, nameBytes) = ((name << 8) | next, nameBytes + 1);
        }

        return FramePart.None;
    }

    private FramePart SkipSpace(ref ReadOnlySpan<byte> rest)
    {
        if (rest[0] == (byte)' ')
            rest = rest[1..];
        state = State.Value;
        return FramePart.None;
    }

    private FramePart ReadValue(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> value)
    {
        value = default;
        int end = rest.IndexOfAny((byte)'\n', (byte)'\r');
        if (end == 0)
        {
            EndLine(ref rest);
            return EndOf(field);
        }

        value = end < 0 ? rest : rest[..end];
        rest = rest[value.Length..];
        return field;
    }

    private void EndLine(ref ReadOnlySpan<byte> rest)
    {
        afterCarriageReturn = rest[0] == (byte)'\r';
        rest = rest[1..];
        state = State.LineStart;
    }

    private static FramePart EndOf(FramePart field) => field switch
    {
        FramePart.Data => FramePart.DataEnd,
        FramePart.Type => FramePart.TypeEnd,
        FramePart.Id => FramePart.IdEnd,
        _ => FramePart.None,
    };

    private static FramePart FieldOf(ulong name, int length) => (name, length) switch
    {
        (0x64617461, 4) => FramePart.Data,
        (0x6576656E74, 5) => FramePart.Type,
        (0x6964, 2) => FramePart.Id,
        _ => FramePart.None,
    };
}
