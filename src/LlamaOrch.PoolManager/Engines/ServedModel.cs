using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.PoolManager.Engines;

/// <summary>A model that an engine serves.</summary>
/// <param name="ModelId">Its name for clients.</param>
/// <param name="EngineName">What the engine calls it; null while it does not tell.</param>
/// <param name="ContextTokens">Context of one slot, tokens; 0 while unknown.</param>
internal sealed record ServedModel(ModelId ModelId, string? EngineName, int ContextTokens)
{
    /// <summary>Whether requests and answers carry another name on the engine's side.</summary>
    public bool IsRenamed => EngineName is not null && EngineName != ModelId.Value;
}
