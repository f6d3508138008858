using System.Runtime.InteropServices;

namespace LlamaOrch.LlamaCpp.Native.Interop;

/// <summary><c>llama_logit_bias</c>: what is added to one token's logit.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct LlamaLogitBias
{
    public int Token;
    public float Bias;
}
