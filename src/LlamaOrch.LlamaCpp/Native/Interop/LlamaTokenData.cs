using System.Runtime.InteropServices;

namespace LlamaOrch.LlamaCpp.Native.Interop;

/// <summary><c>llama_token_data</c>: one candidate.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LlamaTokenData
{
    public int Id;
    public float Logit;
    public float Probability;
}
