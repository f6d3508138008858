using System.Runtime.InteropServices;

namespace LlamaOrch.LlamaCpp.Native.Interop;

/// <content>The vocabulary and both directions between text and tokens.</content>
internal static unsafe partial class LlamaApi
{
    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_vocab_type")]
    public static partial int VocabType(nint vocab);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_vocab_n_tokens")]
    public static partial int VocabTokenCount(nint vocab);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_vocab_is_eog")]
    public static partial byte VocabIsEndOfGeneration(nint vocab, int token);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_vocab_bos")]
    public static partial int VocabBos(nint vocab);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_vocab_eos")]
    public static partial int VocabEos(nint vocab);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_vocab_get_add_bos")]
    public static partial byte VocabAddsBos(nint vocab);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_tokenize")]
    public static partial int Tokenize(
        nint vocab, byte* text, int textLength, int* tokens, int tokensMax, byte addSpecial, byte parseSpecial);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_token_to_piece")]
    public static partial int TokenToPiece(
        nint vocab, int token, byte* buffer, int length, int leftStrip, byte special);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_detokenize")]
    public static partial int Detokenize(
        nint vocab, int* tokens, int count, byte* text, int textMax, byte removeSpecial, byte unparseSpecial);
}
