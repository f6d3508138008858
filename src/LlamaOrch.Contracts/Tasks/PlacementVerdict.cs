using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Contracts.Tasks;

/// <summary>What placement thought of one pool.</summary>
public sealed record PlacementVerdict
{
    /// <summary>The pool.</summary>
    public required PoolId PoolId { get; init; }

    /// <summary>Its node.</summary>
    public required NodeId NodeId { get; init; }

    /// <summary>Whether it was chosen.</summary>
    public bool Chosen { get; init; }

    /// <summary>The first filter that rejected it; absent when none did.</summary>
    public string? RejectedBy { get; init; }

    /// <summary>Its slots that were held.</summary>
    public int SlotsHeld { get; init; }

    /// <summary>Its slots.</summary>
    public int SlotsTotal { get; init; }

    /// <summary>The weighted mean of its scores, 0 to 1; absent when it was rejected.</summary>
    public double? Score { get; init; }

    /// <summary>Each score, 0 to 1; absent when it was rejected.</summary>
    public IReadOnlyDictionary<string, double>? Scores { get; init; }
}
