using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.PoolManager.Engines;

/// <summary>
/// What an engine serves: from its handoff file, and where that leaves things open, from the engine itself.
/// </summary>
/// <param name="ModelId">The model.</param>
/// <param name="Slots">Sequences in parallel.</param>
/// <param name="ContextTokens">Context of one slot, tokens; 0 while unknown.</param>
/// <param name="Version">The engine's version; empty while unknown.</param>
internal sealed record EngineProperties(ModelId ModelId, int Slots, int ContextTokens, string Version);
