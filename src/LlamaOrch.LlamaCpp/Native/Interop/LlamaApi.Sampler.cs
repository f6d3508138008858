using System.Runtime.InteropServices;

namespace LlamaOrch.LlamaCpp.Native.Interop;

/// <content>Samplers. A chain owns what was added to it and frees it.</content>
internal static unsafe partial class LlamaApi
{
    /// <summary><c>llama_sampler_chain_params</c> is one byte: whether to leave measurements out.</summary>
    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_sampler_chain_init")]
    public static partial nint SamplerChainInit(byte noPerformanceTimings);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_sampler_chain_add")]
    public static partial void SamplerChainAdd(nint chain, nint sampler);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_sampler_accept")]
    public static partial void SamplerAccept(nint sampler, int token);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_sampler_apply")]
    public static partial void SamplerApply(nint sampler, LlamaTokenDataArray* candidates);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_sampler_free")]
    public static partial void SamplerFree(nint sampler);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_sampler_init_greedy")]
    public static partial nint SamplerGreedy();

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_sampler_init_dist")]
    public static partial nint SamplerDistribution(uint seed);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_sampler_init_top_k")]
    public static partial nint SamplerTopK(int k);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_sampler_init_top_p")]
    public static partial nint SamplerTopP(float p, nuint minKeep);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_sampler_init_min_p")]
    public static partial nint SamplerMinP(float p, nuint minKeep);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_sampler_init_typical")]
    public static partial nint SamplerTypical(float p, nuint minKeep);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_sampler_init_temp")]
    public static partial nint SamplerTemperature(float temperature);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_sampler_init_penalties")]
    public static partial nint SamplerPenalties(
        int vocabTokens, int lastTokens, float repeat, float frequency, float presence);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_sampler_init_logit_bias")]
    public static partial nint SamplerLogitBias(int vocabTokens, int count, LlamaLogitBias* biases);

    [LibraryImport(LibraryPin.Llama, EntryPoint = "llama_sampler_init_grammar",
        StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint SamplerGrammar(nint vocab, string grammar, string root);
}
