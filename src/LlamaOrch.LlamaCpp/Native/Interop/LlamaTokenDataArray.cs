using System.Runtime.InteropServices;

namespace LlamaOrch.LlamaCpp.Native.Interop;

/// <summary><c>llama_token_data_array</c>: candidates on their way through a sampler chain.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LlamaTokenDataArray
{
    public LlamaTokenData* Data;
    public nuint Size;
    public long Selected;
    public byte Sorted;
}
