namespace LlamaOrch.Contracts.Engines;

/// <summary>The engine kinds, a closed set: they are metric labels.</summary>
public static class EngineKinds
{
    /// <summary>llama.cpp: the embedded engine or a <c>llama-server</c>.</summary>
    public const string LlamaCpp = "llamacpp";

    /// <summary>vLLM.</summary>
    public const string Vllm = "vllm";

    /// <summary>Text Generation Inference.</summary>
    public const string Tgi = "tgi";

    /// <summary>Triton with the generate extension.</summary>
    public const string Triton = "triton";

    /// <summary>Any other server that speaks OpenAI's API.</summary>
    public const string OpenAi = "openai";

    /// <summary>Whether <paramref name="kind"/> is one of the set.</summary>
    public static bool IsKnown(string? kind) => kind is LlamaCpp or Vllm or Tgi or Triton or OpenAi;
}
