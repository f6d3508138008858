namespace LlamaOrch.Core.Placement.Filters;

/// <summary>One reason to leave a pool out.</summary>
public interface IPlacementFilter
{
    /// <summary>The reason's name in decision records.</summary>
    string Name { get; }

    /// <summary>Whether the pool stays a candidate.</summary>
    bool Admits(in PoolCandidate candidate, in PlacementRequest request);
}
