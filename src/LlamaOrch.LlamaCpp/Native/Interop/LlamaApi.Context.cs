using System.Runtime.InteropServices;

namespace LlamaOrch.LlamaCpp.Native.Interop;

/// <content>Contexts, their memory, and decoding.</content>
internal static unsafe partial class LlamaApi
{
    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_context_default_params")]
    public static partial LlamaContextParams ContextDefaultParams();

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_init_from_model")]
    public static partial nint ContextInit(nint model, LlamaContextParams parameters);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_free")]
    public static partial void ContextFree(nint context);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_n_ctx_seq")]
    public static partial uint ContextTokensPerSequence(nint context);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_pooling_type")]
    public static partial int ContextPoolingType(nint context);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_get_memory")]
    public static partial nint ContextMemory(nint context);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_memory_clear")]
    public static partial void MemoryClear(nint memory, byte data);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_memory_seq_rm")]
    public static partial byte MemorySequenceRemove(nint memory, int sequence, int from, int to);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_decode")]
    public static partial int Decode(nint context, LlamaBatch batch);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_encode")]
    public static partial int Encode(nint context, LlamaBatch batch);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_get_logits_ith")]
    public static partial float* LogitsAt(nint context, int row);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_get_embeddings_seq")]
    public static partial float* EmbeddingsOf(nint context, int sequence);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_get_embeddings_ith")]
    public static partial float* EmbeddingsAt(nint context, int row);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_set_abort_callback")]
    public static partial void SetAbortCallback(
        nint context, delegate* unmanaged[Cdecl]<void*, byte> callback, void* userData);
}
