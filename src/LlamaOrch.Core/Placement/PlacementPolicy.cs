using LlamaOrch.Core.Placement.Pickers;

namespace LlamaOrch.Core.Placement;

/// <summary>
/// How pools are compared: the strategy and the weight of each score. Immutable, so that a change takes hold whole.
/// </summary>
public sealed record PlacementPolicy
{
    /// <summary>Greatest weight of one score.</summary>
    public const double WeightMax = 100;

    /// <summary>The strategies, by name.</summary>
    public static IReadOnlyList<string> Strategies { get; } =
        [LeastLoadedPicker.StrategyName, RoundRobinPicker.StrategyName, RandomPicker.StrategyName];

    /// <summary>The policy without any setting.</summary>
    public static PlacementPolicy Default { get; } = new();

    /// <summary>One of <see cref="Strategies"/>. Default <c>least-loaded</c>.</summary>
    public string Strategy { get; init; } = LeastLoadedPicker.StrategyName;

    /// <summary>Weight of the share of free slots, 0 to <see cref="WeightMax"/>. Default 1.</summary>
    public double FreeSlotsWeight { get; init; } = 1;

    /// <summary>Weight of the share of free device memory, likewise. Default 0.1.</summary>
    public double FreeVramWeight { get; init; } = 0.1;

    /// <summary>Weight of the first-token latency observed, likewise. Default 0.25.</summary>
    public double LatencyWeight { get; init; } = 0.25;

    /// <summary>Weight of the pool that a session ran on last, likewise. Default 1.</summary>
    public double SessionAffinityWeight { get; init; } = 1;

    /// <summary>Weight of the prompt prefix shared with earlier tasks, likewise. Default 0.5.</summary>
    public double PrefixAffinityWeight { get; init; } = 0.5;

    /// <summary>
    /// How much fuller, as a share of its slots, a pool may be than the one that would be chosen without the prefix
    /// for the prefix to count, 0 to 1. Default 0.25.
    /// </summary>
    public double PrefixBalanceMax { get; init; } = 0.25;

    /// <summary>The first-token latency that scores one half. Default 1 s.</summary>
    public TimeSpan LatencyHalf { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Free device memory below which a pool on devices gets no new work, bytes; seen in sixteenths of the total.
    /// Default 0: never.
    /// </summary>
    public long VramFreeBytesMin { get; init; }

    /// <summary>The weight of each score, by the scorer's name.</summary>
    public IReadOnlyDictionary<string, double> Weights()
    {
        var rules = new PlacementRules(this);
        return rules.Scorers.Zip(rules.Weights).ToDictionary(pair => pair.First.Name, pair => pair.Second);
    }
}
