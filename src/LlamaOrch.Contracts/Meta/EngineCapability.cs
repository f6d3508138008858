namespace LlamaOrch.Contracts.Meta;

/// <summary>The pools of one engine kind, together.</summary>
public sealed record EngineCapability
{
    /// <summary>The kind: <c>llamacpp</c>, <c>vllm</c>, <c>tgi</c>, <c>triton</c> or <c>openai</c>.</summary>
    public required string Engine { get; init; }

    /// <summary>The versions that run, as the engines tell them.</summary>
    public required IReadOnlyList<string> Versions { get; init; }

    /// <summary>How many pools there are.</summary>
    public required int Pools { get; init; }

    /// <summary>How many of them take work now.</summary>
    public required int PoolsReady { get; init; }

    /// <summary>Slots of the pools that take work.</summary>
    public required int SlotsTotal { get; init; }

    /// <summary>Slots that were free when the nodes last reported.</summary>
    public required int SlotsFree { get; init; }

    /// <summary>The largest context of one slot, tokens; 0 while unknown.</summary>
    public required int ContextTokensMax { get; init; }
}
