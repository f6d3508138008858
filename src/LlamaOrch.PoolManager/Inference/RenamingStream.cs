namespace LlamaOrch.PoolManager.Inference;

/// <summary>
/// An engine's answer with the clients' name of the model: <c>"model":"…"</c> with or without spaces, wherever it
/// stands, since text that a model wrote has its quotes escaped. Only what may be the beginning of such a pair is held
/// back, and only until the next bytes tell.
/// </summary>
internal sealed class RenamingStream : Stream
{
    // Nobody writes more than one; what has more keeps the engine's name.
    private const int SpacesMax = 8;

    private static readonly byte[] Key = "\"model\""u8.ToArray();

    private readonly Stream inner;
    private readonly ModelRenaming renaming;
    private readonly byte[] held;
    private readonly byte[] chunk = new byte[8 * 1024];
    private int heldCount;
    private byte[] ready = new byte[8 * 1024];
    private int readyStart;
    private int readyEnd;
    private bool isOver;

    public RenamingStream(Stream inner, ModelRenaming renaming)
    {
        (this.inner, this.renaming) = (inner, renaming);
        held = new byte[Key.Length + renaming.EngineValue.Length + SpacesMax + 1];
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (readyStart == readyEnd && !isOver)
        {
            int count = await inner.ReadAsync(chunk, cancellationToken);
            (readyStart, readyEnd) = (0, 0);
            if (count == 0)
                End();
            else
                Scan(chunk.AsSpan(0, count));
        }

        int given = Math.Min(buffer.Length, readyEnd - readyStart);
        ready.AsSpan(readyStart, given).CopyTo(buffer.Span);
        readyStart += given;
        return given;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private void End()
    {
        isOver = true;
        Give(held.AsSpan(0, heldCount));
        heldCount = 0;
    }

    private void Scan(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (heldCount == 0)
            {
                // What is before the next quote can't begin anything.
                int quote = bytes.IndexOf((byte)'"');
                if (quote < 0)
                {
                    Give(bytes);
                    return;
                }

                Give(bytes[..quote]);
                bytes = bytes[quote..];
            }

            held[heldCount++] = bytes[0];
            bytes = bytes[1..];
            Settle();
        }
    }

    /// <summary>Looks at what is held: a pair, its beginning, or neither.</summary>
    private void Settle()
    {
        while (heldCount > 0)
        {
            (bool isBeginning, int valueStart) = Look(held.AsSpan(0, heldCount), renaming.EngineValue);
            if (isBeginning && valueStart >= 0)
            {
                Give(held.AsSpan(0, valueStart));
                Give(renaming.ClientValue);
                heldCount = 0;
                return;
            }

            if (isBeginning && heldCount < held.Length)
                return;
            // Its first quote begins nothing; a later one may.
            int next = held.AsSpan(1, heldCount - 1).IndexOf((byte)'"');
            int gone = next < 0 ? heldCount : next + 1;
            Give(held.AsSpan(0, gone));
            held.AsSpan(gone, heldCount - gone).CopyTo(held);
            heldCount -= gone;
        }
    }

    /// <summary>
    /// Whether bytes are the beginning of a pair; where its value starts when it is there whole, else -1.
    /// </summary>
    private static (bool IsBeginning, int ValueStart) Look(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> value)
    {
        int key = Math.Min(bytes.Length, Key.Length);
        if (!bytes[..key].SequenceEqual(Key.AsSpan(0, key)))
            return (false, -1);
        int at = SkipSpaces(bytes, key);
        if (at == bytes.Length)
            return (true, -1);
        if (bytes[at] != (byte)':')
            return (false, -1);
        at = SkipSpaces(bytes, at + 1);
        ReadOnlySpan<byte> rest = bytes[at..];
        if (rest.Length >= value.Length)
            return (rest.SequenceEqual(value), at);
        return (value.StartsWith(rest), -1);
    }

    private static int SkipSpaces(ReadOnlySpan<byte> bytes, int at)
    {
        while (at < bytes.Length && bytes[at] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
            at++;
        return at;
    }

    private void Give(ReadOnlySpan<byte> bytes)
    {
        if (ready.Length - readyEnd < bytes.Length)
            Array.Resize(ref ready, Math.Max(ready.Length * 2, readyEnd + bytes.Length));
        bytes.CopyTo(ready.AsSpan(readyEnd));
        readyEnd += bytes.Length;
    }
}
