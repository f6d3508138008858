using System.Buffers;
using System.Text;
using LlamaOrch.LlamaCpp.Native.Interop;

namespace LlamaOrch.LlamaCpp.Model;

/// <summary>A model's vocabulary: text to tokens and back. Any thread may call it.</summary>
internal sealed unsafe class Vocabulary
{
    private readonly byte[]?[] _pieces;

    /// <summary>Wraps a model's vocabulary; the model must outlive it.</summary>
    public Vocabulary(nint handle)
    {
        Handle = handle;
        TokenCount = LlamaApi.VocabTokenCount(handle);
        Type = LlamaApi.VocabType(handle);
        _pieces = new byte[]?[TokenCount];
    }

    /// <summary><c>llama_vocab *</c>.</summary>
    public nint Handle { get; }

    /// <summary>How many tokens there are.</summary>
    public int TokenCount { get; }

    /// <summary>llama.cpp's number of the tokenizer's kind; 0 is none.</summary>
    public int Type { get; }

    /// <summary>The token that begins a text; -1 where there is none.</summary>
    public int BeginToken => LlamaApi.VocabBos(Handle);

    /// <summary>The token that ends a text; -1 where there is none.</summary>
    public int EndToken => LlamaApi.VocabEos(Handle);

    /// <summary>Whether the model wants its begin token before every text.</summary>
    public bool AddsBegin => LlamaApi.VocabAddsBos(Handle) != 0;

    /// <summary>Whether generation ends with this token.</summary>
    public bool EndsGeneration(int token) => LlamaApi.VocabIsEndOfGeneration(Handle, token) != 0;

    /// <summary>Whether the number is a token.</summary>
    public bool Contains(int token) => (uint)token < (uint)TokenCount;

    /// <summary>
    /// A token's text in UTF-8, maybe a part of a character; empty for control tokens. Kept for reuse.
    /// </summary>
    public byte[] Piece(int token) => _pieces[token] ??= ReadPiece(token, special: false);

    /// <summary>A token's text with control tokens spelled out.</summary>
    public string SpecialText(int token) =>
        Contains(token) ? Encoding.UTF8.GetString(ReadPiece(token, special: true)) : "";

    /// <summary>The tokens of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="addSpecial">Whether begin and end tokens are added where the model wants them.</param>
    /// <param name="parseSpecial">Whether control tokens written as text are taken as such.</param>
    public int[] Tokenize(string text, bool addSpecial, bool parseSpecial)
    {
        byte[] bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length) + 1);
        try
        {
            int length = Encoding.UTF8.GetBytes(text, bytes);
            int[] tokens = new int[length + 8];
            int count = Tokenize(bytes, length, tokens, addSpecial, parseSpecial);
            if (count < 0)
            {
                tokens = new int[-count];
                count = Tokenize(bytes, length, tokens, addSpecial, parseSpecial);
            }

            return tokens[..Math.Max(0, count)];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>The text of tokens, control tokens spelled out.</summary>
    public string Detokenize(ReadOnlySpan<int> tokens)
    {
        var text = new ArrayBufferWriter<byte>();
        foreach (int token in tokens)
            text.Write(ReadPiece(token, special: true));
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private int Tokenize(byte[] text, int length, int[] tokens, bool addSpecial, bool parseSpecial)
    {
        fixed (byte* textStart = text)
        fixed (int* tokensStart = tokens)
        {
            return LlamaApi.Tokenize(
                Handle, textStart, length, tokensStart, tokens.Length, Flag(addSpecial), Flag(parseSpecial));
        }
    }

    private byte[] ReadPiece(int token, bool special)
    {
        Span<byte> near = stackalloc byte[64];
        int length = ReadPiece(token, near, special);
        if (length >= 0)
            return near[..length].ToArray();
        byte[] far = new byte[-length];
        return ReadPiece(token, far, special) == far.Length ? far : [];
    }

    private int ReadPiece(int token, Span<byte> buffer, bool special)
    {
        fixed (byte* start = buffer)
            return LlamaApi.TokenToPiece(Handle, token, start, buffer.Length, 0, Flag(special));
    }

    private static byte Flag(bool value) => value ? (byte)1 : (byte)0;
}
