namespace LlamaOrch.Bench.Load;

/// <summary>Counts server-sent events in pieces of a stream: one line and an empty one each.</summary>
internal struct EventCounter
{
    private const int TailBytes = 16;

    private readonly byte[] tail;
    private int newlines;

    public EventCounter() => tail = new byte[TailBytes];

    /// <summary>Events so far, the end mark included.</summary>
    public readonly int Count => newlines / 2;

    /// <summary>Whether the stream ends with its end mark.</summary>
    public readonly bool EndsWell => tail.AsSpan().EndsWith("data: [DONE]\n\n"u8);

    /// <summary>Sees one piece.</summary>
    public void See(ReadOnlySpan<byte> piece)
    {
        newlines += piece.Count((byte)'\n');
        if (piece.Length >= TailBytes)
        {
            piece[^TailBytes..].CopyTo(tail);
            return;
        }

        tail.AsSpan(piece.Length).CopyTo(tail);
        piece.CopyTo(tail.AsSpan(TailBytes - piece.Length));
    }
}
