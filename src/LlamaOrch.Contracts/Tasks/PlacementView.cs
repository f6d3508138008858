namespace LlamaOrch.Contracts.Tasks;

/// <summary>The placement policy in force, as <c>GET /v2/placement</c> shows it.</summary>
/// <param name="Strategy">How a pool is picked: <c>least-loaded</c>, <c>round-robin</c> or <c>random</c>.</param>
/// <param name="Weights">The weight of each score.</param>
/// <param name="PrefixBalanceMax">How much fuller a pool may be for a shared prefix to count, 0 to 1.</param>
/// <param name="LatencyHalfMs">The first-token latency that scores one half, milliseconds.</param>
/// <param name="VramFreeBytesMin">Free device memory below which a pool gets no new work, bytes.</param>
public sealed record PlacementView(
    string Strategy,
    IReadOnlyDictionary<string, double> Weights,
    double PrefixBalanceMax,
    long LatencyHalfMs,
    long VramFreeBytesMin);
