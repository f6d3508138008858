using System.Buffers.Text;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>
/// Learns token counts from bytes that pass through, without parsing them: engines state their usage near the end of
/// an answer, so the last kilobyte is kept and searched once.
/// </summary>
internal struct TokenTally
{
    private const int TailBytes = 1024;

    private byte[]? tail;
    private int length;

    /// <summary>Sees one piece of the answer.</summary>
    public void See(ReadOnlySpan<byte> piece)
    {
        tail ??= new byte[TailBytes];
        if (piece.Length >= TailBytes)
        {
            piece[^TailBytes..].CopyTo(tail);
            length = TailBytes;
            return;
        }

        int keep = Math.Min(length, TailBytes - piece.Length);
        tail.AsSpan(length - keep, keep).CopyTo(tail);
        piece.CopyTo(tail.AsSpan(keep));
        length = keep + piece.Length;
    }

    /// <summary>Prompt tokens as the engine states them; 0 when it does not.</summary>
    public readonly int TokensIn => Math.Max(Find("\"prompt_tokens\":"u8), Find("\"prompt_n\":"u8));

    /// <summary>Generated tokens as the engine states them; 0 when it does not.</summary>
    public readonly int TokensOut => Math.Max(Find("\"completion_tokens\":"u8), Find("\"predicted_n\":"u8));

    private readonly int Find(ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> kept = tail.AsSpan(0, length);
        int at = kept.LastIndexOf(name);
        if (at < 0)
            return 0;
        ReadOnlySpan<byte> number = kept[(at + name.Length)..].TrimStart((byte)' ');
        return Utf8Parser.TryParse(number, out int count, out _) && count > 0 ? count : 0;
    }
}
