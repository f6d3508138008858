using System.Buffers;
using System.Buffers.Text;
using LlamaOrch.Orchestrator.OpenAi;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>
/// Learns token counts from bytes that pass through, without parsing them: engines state their usage near the end of
/// an answer, so the last kilobyte is kept and searched once.
/// </summary>
internal sealed class TokenTally : IDisposable
{
    private const int TailBytes = 1024;

    private readonly byte[] tail = ArrayPool<byte>.Shared.Rent(TailBytes);
    private int length;

    /// <summary>Prompt tokens as the engine states them; 0 when it does not.</summary>
    public int TokensIn => Math.Max(Find("\"prompt_tokens\":"u8), Find("\"prompt_n\":"u8));

    /// <summary>Generated tokens as the engine states them; 0 when it does not.</summary>
    public int TokensOut => Math.Max(Find("\"completion_tokens\":"u8), Find("\"predicted_n\":"u8));

    /// <summary>Sees one piece of the answer.</summary>
    public void See(ReadOnlySpan<byte> piece)
    {
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

    /// <summary>How the answer ended, with what was counted.</summary>
    public ForwardEnd End(ForwardResult how) => new(how, TokensIn, TokensOut);

    public void Dispose() => ArrayPool<byte>.Shared.Return(tail);

    private int Find(ReadOnlySpan<byte> name)
    {
        ReadOnlySpan<byte> kept = tail.AsSpan(0, length);
        int at = kept.LastIndexOf(name);
        if (at < 0)
            return 0;
        ReadOnlySpan<byte> number = kept[(at + name.Length)..].TrimStart((byte)' ');
        return Utf8Parser.TryParse(number, out int count, out _) && count > 0 ? count : 0;
    }
}
