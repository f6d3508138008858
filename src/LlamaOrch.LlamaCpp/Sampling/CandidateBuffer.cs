using System.Runtime.InteropServices;
using LlamaOrch.LlamaCpp.Native.Interop;

namespace LlamaOrch.LlamaCpp.Sampling;

/// <summary>
/// Native memory for a vocabulary's candidates; the decode thread owns it and lends it to each slot's sampler.
/// </summary>
internal sealed unsafe class CandidateBuffer(int vocabTokens) : IDisposable
{
    private readonly LlamaTokenData* _data =
        (LlamaTokenData*)NativeMemory.Alloc((nuint)vocabTokens, (nuint)sizeof(LlamaTokenData));

    /// <summary>All tokens with their logits.</summary>
    public LlamaTokenDataArray Fill(float* logits)
    {
        for (int token = 0; token < vocabTokens; token++)
            _data[token] = new LlamaTokenData { Id = token, Logit = logits[token] };
        return new LlamaTokenDataArray { Data = _data, Size = (nuint)vocabTokens, Selected = -1 };
    }

    /// <inheritdoc/>
    public void Dispose() => NativeMemory.Free(_data);
}
