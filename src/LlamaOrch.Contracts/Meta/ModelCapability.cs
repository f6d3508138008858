using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Contracts.Meta;

/// <summary>What a model can be asked for, over all pools that serve it.</summary>
public sealed record ModelCapability
{
    /// <summary>The model.</summary>
    public required ModelId Model { get; init; }

    /// <summary>The engine kinds that serve it.</summary>
    public required IReadOnlyList<string> Engines { get; init; }

    /// <summary>How many pools serve it and take work now.</summary>
    public required int PoolsReady { get; init; }

    /// <summary>Slots of these pools.</summary>
    public required int SlotsTotal { get; init; }

    /// <summary>Slots of these pools that were free when the nodes last reported.</summary>
    public required int SlotsFree { get; init; }

    /// <summary>The largest context of one slot, tokens; 0 while unknown.</summary>
    public required int ContextTokensMax { get; init; }
}
