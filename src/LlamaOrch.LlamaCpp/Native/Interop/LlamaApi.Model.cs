using System.Runtime.InteropServices;

namespace LlamaOrch.LlamaCpp.Native.Interop;

/// <summary>llama.cpp's C API as far as the engine calls it; names follow the header without its prefixes.</summary>
internal static unsafe partial class LlamaApi
{
    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_backend_init")]
    public static partial void BackendInit();

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_log_set")]
    public static partial void LogSet(delegate* unmanaged[Cdecl]<int, byte*, void*, void> callback, void* userData);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_version")]
    public static partial byte* Version();

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_print_system_info")]
    public static partial byte* SystemInfo();

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_model_default_params")]
    public static partial LlamaModelParams ModelDefaultParams();

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_model_load_from_file",
        StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint ModelLoad(string path, LlamaModelParams parameters);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_model_free")]
    public static partial void ModelFree(nint model);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_model_get_vocab")]
    public static partial nint ModelVocab(nint model);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_model_n_ctx_train")]
    public static partial int ModelContextTrain(nint model);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_model_n_embd")]
    public static partial int ModelEmbeddingLength(nint model);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_model_n_embd_out")]
    public static partial int ModelEmbeddingLengthOut(nint model);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_model_n_swa")]
    public static partial int ModelSlidingWindow(nint model);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_model_size")]
    public static partial ulong ModelSizeBytes(nint model);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_model_n_params")]
    public static partial ulong ModelParameterCount(nint model);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_model_has_encoder")]
    public static partial byte ModelHasEncoder(nint model);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_model_has_decoder")]
    public static partial byte ModelHasDecoder(nint model);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_model_is_recurrent")]
    public static partial byte ModelIsRecurrent(nint model);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_model_is_hybrid")]
    public static partial byte ModelIsHybrid(nint model);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_model_is_diffusion")]
    public static partial byte ModelIsDiffusion(nint model);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_model_chat_template")]
    public static partial byte* ModelChatTemplate(nint model, byte* name);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_model_desc")]
    public static partial int ModelDescription(nint model, byte* buffer, nuint size);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_model_meta_val_str",
        StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ModelMetaValue(nint model, string key, byte* buffer, nuint size);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_chat_apply_template")]
    public static partial int ChatApplyTemplate(
        byte* template, LlamaChatMessage* messages, nuint count, byte addAssistant, byte* buffer, int length);
}
