namespace LlamaOrch.LlamaCpp.Text;

/// <summary>
/// Turns tokens' bytes into text that may be sent: whole characters only, nothing from a stop string on, and nothing
/// that may yet turn out to begin one.
/// </summary>
internal sealed class TextOutlet(StopStrings stops)
{
    private byte[] _held = [];

    /// <summary>The stop string that ended the text; null while none has.</summary>
    public string? StoppedBy { get; private set; }

    /// <summary>Takes a token's bytes and returns what may be sent now, maybe nothing.</summary>
    /// <remarks>Returns the given memory itself where it can, so that the common case copies nothing.</remarks>
    public ReadOnlyMemory<byte> Push(byte[] piece)
    {
        byte[] text = _held.Length == 0 ? piece : [.. _held, .. piece];
        if (!stops.IsEmpty)
        {
            (int position, string? word) = stops.Find(text);
            if (word is not null)
            {
                StoppedBy = word;
                _held = [];
                return Utf8Tail.Repair(text.AsMemory(0, position));
            }
        }

        int kept = Math.Max(Utf8Tail.IncompleteLength(text), stops.PartialLength(text));
        if (kept == 0)
        {
            _held = [];
            return Utf8Tail.Repair(text);
        }

        // Where a stop may begin the character before it can be cut, too.
        int ready = text.Length - kept;
        ready -= Utf8Tail.IncompleteLength(text.AsSpan(0, ready));
        _held = text[ready..];
        return Utf8Tail.Repair(text.AsMemory(0, ready));
    }

    /// <summary>What was held back, at the end of an answer that no stop string ended.</summary>
    public ReadOnlyMemory<byte> Flush()
    {
        byte[] rest = _held;
        _held = [];
        return Utf8Tail.Repair(rest);
    }
}
