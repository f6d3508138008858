namespace LlamaOrch.Tools.TinyModel.Tokenizer;

/// <summary>The pieces by id: control tokens, then all 256 bytes (so any input is representable), then merges.
/// </summary>
public sealed class Vocabulary
{
    /// <summary>Ends a plain text.</summary>
    public const int EndOfText = 0;

    /// <summary>Begins a chat message.</summary>
    public const int MessageStart = 1;

    /// <summary>Ends a chat message; generation stops on it.</summary>
    public const int MessageEnd = 2;

    /// <summary>Texts of the control tokens, by id.</summary>
    public static IReadOnlyList<string> ControlTokens { get; } = ["<|endoftext|>", "<|im_start|>", "<|im_end|>"];

    private readonly Dictionary<string, int> _idOf = [];

    /// <summary>Builds the vocabulary of the given merges, best first.</summary>
    public Vocabulary(IReadOnlyList<(string Left, string Right)> merges)
    {
        Merges = merges;
        List<string> pieces = [.. ControlTokens];
        for (int value = 0; value < 256; value++)
        {
            pieces.Add($"{ByteAlphabet.Of((byte)value)}");
        }

        pieces.AddRange(merges.Select(merge => merge.Left + merge.Right));
        Pieces = pieces;
        for (int id = 0; id < pieces.Count; id++)
        {
            _idOf.Add(pieces[id], id);
        }
    }

    /// <summary>Merge rules, best first.</summary>
    public IReadOnlyList<(string Left, string Right)> Merges { get; }

    /// <summary>Every piece by id, in the byte alphabet.</summary>
    public IReadOnlyList<string> Pieces { get; }

    /// <summary>The id of a piece.</summary>
    /// <exception cref="KeyNotFoundException">There is no such piece.</exception>
    public int IdOf(string piece) => _idOf[piece];
}
