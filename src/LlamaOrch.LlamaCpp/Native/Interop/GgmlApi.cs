using System.Runtime.InteropServices;

namespace LlamaOrch.LlamaCpp.Native.Interop;

/// <summary>The functions of ggml's registry that the engine calls.</summary>
internal static unsafe partial class GgmlApi
{
    [LibraryImport(LibraryPin.Ggml, EntryPoint = "ggml_backend_load_all_from_path",
        StringMarshalling = StringMarshalling.Utf8)]
    public static partial void LoadBackends(string folder);

    [LibraryImport(LibraryPin.Ggml, EntryPoint = "ggml_backend_reg_count")]
    public static partial nuint BackendCount();
}
