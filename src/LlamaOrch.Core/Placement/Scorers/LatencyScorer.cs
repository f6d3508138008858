namespace LlamaOrch.Core.Placement.Scorers;

/// <summary>
/// Prefers pools whose first tokens come sooner: <c>half / (half + latency)</c>, rounded to eighths so that pools which
/// are about as fast still take turns. 1 while unknown, so that each pool is tried.
/// </summary>
/// <param name="half">The latency that scores one half.</param>
public sealed class LatencyScorer(TimeSpan half) : IPlacementScorer
{
    private const double Steps = 8;

    private readonly double halfMs = half.TotalMilliseconds;

    /// <inheritdoc/>
    public string Name => "latency";

    /// <inheritdoc/>
    public double Score(in PoolCandidate candidate, in PlacementRequest request) =>
        candidate.FirstTokenMs <= 0
            ? 1
            : Math.Round(Steps * halfMs / (halfMs + candidate.FirstTokenMs)) / Steps;
}
