using LlamaOrch.Core.Placement;
using LlamaOrch.Orchestrator.Configuration;

namespace LlamaOrch.Orchestrator.Placement;

/// <summary>The settings of placement: what is wrong with them, and the policy that they come to.</summary>
internal static class PlacementSettings
{
    private const long VramFreeBytesMinMax = 1L << 40;

    public static PlacementPolicy PolicyOf(OrchestratorOptions options) => new()
    {
        Strategy = options.PlacementStrategy,
        FreeSlotsWeight = options.PlacementWeightFreeSlots,
        FreeVramWeight = options.PlacementWeightFreeVram,
        LatencyWeight = options.PlacementWeightLatency,
        SessionAffinityWeight = options.PlacementWeightSessionAffinity,
        PrefixAffinityWeight = options.PlacementWeightPrefixAffinity,
        PrefixBalanceMax = options.PlacementPrefixBalanceMax,
        LatencyHalf = TimeSpan.FromMilliseconds(options.PlacementLatencyHalfMs),
        VramFreeBytesMin = options.PlacementVramFreeBytesMin,
    };

    public static IEnumerable<string> Problems(OrchestratorOptions options)
    {
        if (!PlacementPolicy.Strategies.Contains(options.PlacementStrategy))
        {
            yield return $"placement_strategy: '{options.PlacementStrategy}' is not one of: "
                + $"{string.Join(", ", PlacementPolicy.Strategies)}.";
        }

        foreach ((string key, double value, double min, double max) in Numbers(options))
        {
            // Written so that what is no number is out of range too.
            if (!(value >= min && value <= max))
                yield return $"{key}: {value} is not from {min} to {max}.";
        }
    }

    private static IEnumerable<(string Key, double Value, double Min, double Max)> Numbers(OrchestratorOptions options)
    {
        const double weightMax = PlacementPolicy.WeightMax;
        yield return ("placement_weight_free_slots", options.PlacementWeightFreeSlots, 0, weightMax);
        yield return ("placement_weight_free_vram", options.PlacementWeightFreeVram, 0, weightMax);
        yield return ("placement_weight_latency", options.PlacementWeightLatency, 0, weightMax);
        yield return ("placement_weight_session_affinity", options.PlacementWeightSessionAffinity, 0, weightMax);
        yield return ("placement_weight_prefix_affinity", options.PlacementWeightPrefixAffinity, 0, weightMax);
        yield return ("placement_prefix_balance_max", options.PlacementPrefixBalanceMax, 0, 1);
        yield return ("placement_latency_half_ms", options.PlacementLatencyHalfMs, 1, 600_000);
        yield return ("placement_vram_free_bytes_min", options.PlacementVramFreeBytesMin, 0, VramFreeBytesMinMax);
    }
}
