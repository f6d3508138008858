using LlamaOrch.Contracts.Pools;

namespace LlamaOrch.Orchestrator.Fleet;

/// <summary>How a poll ended.</summary>
/// <param name="Outcome">One of <c>success</c>, <c>error</c>, <c>timeout</c>.</param>
/// <param name="Report">What the pool said; null unless it succeeded.</param>
/// <param name="Duration">How long it took.</param>
internal sealed record PoolProbeResult(string Outcome, PoolReport? Report, TimeSpan Duration)
{
    /// <summary>What went wrong, one sentence; null when nothing did.</summary>
    public string? Problem { get; init; }
}
