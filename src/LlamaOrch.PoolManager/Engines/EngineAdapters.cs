using LlamaOrch.Contracts.Engines;
namespace LlamaOrch.PoolManager.Engines;

/// <summary>The adapter of each engine kind.</summary>
internal sealed class EngineAdapters(EngineHttp http)
{
    private readonly LlamaCppAdapter llamaCpp = new(http);
    private readonly OpenAiAdapter openAi = new(http);

    /// <summary>Whether there is an adapter for a kind.</summary>
    public static bool Knows(string kind) => kind is EngineKinds.LlamaCpp or EngineKinds.OpenAi or EngineKinds.Vllm;

    /// <summary>The adapter of a kind that <see cref="Knows"/> has accepted.</summary>
    public IEngineAdapter For(string kind) => kind switch
    {
        EngineKinds.LlamaCpp => llamaCpp,
        EngineKinds.OpenAi or EngineKinds.Vllm => openAi,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "no adapter for this engine kind"),
    };
}
