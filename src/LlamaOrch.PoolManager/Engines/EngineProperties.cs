using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.PoolManager.Engines;

/// <summary>
/// What an engine serves: from its handoff file, and where that leaves things open, from the engine itself.
/// </summary>
/// <param name="ModelId">The model.</param>
/// <param name="Slots">Sequences in parallel.</param>
/// <param name="ContextTokens">Context of one slot, tokens; 0 while unknown.</param>
/// <param name="Version">The engine's version; empty while unknown.</param>
internal sealed record EngineProperties(ModelId ModelId, int Slots, int ContextTokens, string Version)
{
    /// <summary>What the engine calls the model; null while it does not tell.</summary>
    public string? EngineName { get; init; }

    /// <summary>Its other models, which share the slots.</summary>
    public ServedModels Others { get; init; } = ServedModels.None;

    /// <summary>Whether nobody told the slots, neither a setting nor the engine.</summary>
    public bool SlotsAreAssumed { get; init; }

    /// <summary>Whether the engine has <c>/props</c>.</summary>
    public bool HasProps { get; init; }

    /// <summary>The model itself, as one of those that the engine serves.</summary>
    public ServedModel First => new(ModelId, EngineName, ContextTokens);
}
