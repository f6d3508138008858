using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Meta;
using LlamaOrch.Core.Admission;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Orchestrator.Configuration;

namespace LlamaOrch.Orchestrator.Endpoints;

/// <summary>The fleet's capabilities as the API shows them.</summary>
internal static class CapabilityViews
{
    private static readonly string[] Workloads = ["completion", "embedding"];

    public static CapabilitiesView Of(
        FleetSnapshot fleet, string version, AdmissionLimits admission, OrchestratorOptions options) => new()
        {
            Version = version,
            Workloads = Workloads,
            Engines = [.. fleet.Pools.GroupBy(pool => pool.Engine)
                .OrderBy(pools => pools.Key, StringComparer.Ordinal)
                .Select(pools => Engine(pools.Key, [.. pools]))],
            Models = [.. fleet.Models.Order(StringComparer.Ordinal)
                .Select(model => Model(new ModelId(model), fleet.PoolsOf(new ModelId(model))))],
            Limits = new RequestLimits
            {
                MaxTokensMax = admission.MaxTokensMax,
                AnswersMax = admission.AnswersMax,
                DeadlineMsMax = (long)admission.DeadlineMax.TotalMilliseconds,
                BodyBytesMax = options.BodyBytesMax,
                JsonDepthMax = admission.JsonDepthMax,
                QueueCapacity = options.QueueCapacity,
                QueueWaitMsMax = options.QueueWaitMaxMs,
            },
        };

    private static EngineCapability Engine(string kind, IReadOnlyList<PoolSnapshot> pools)
    {
        PoolSnapshot[] ready = [.. pools.Where(pool => pool.Available)];
        return new EngineCapability
        {
            Engine = kind,
            Versions = [.. pools.Select(pool => pool.Report.EngineVersion).Where(version => version.Length > 0)
                .Distinct().Order(StringComparer.Ordinal)],
            Pools = pools.Count,
            PoolsReady = ready.Length,
            SlotsTotal = ready.Sum(pool => pool.SlotsTotal),
            SlotsFree = ready.Sum(pool => pool.Report.SlotsFree),
            ContextTokensMax = pools.Max(pool => pool.ContextTokens),
        };
    }

    private static ModelCapability Model(ModelId model, IReadOnlyList<PoolSnapshot> pools)
    {
        PoolSnapshot[] ready = [.. pools.Where(pool => pool.Available)];
        return new ModelCapability
        {
            Model = model,
            Engines = [.. pools.Select(pool => pool.Engine).Distinct().Order(StringComparer.Ordinal)],
            PoolsReady = ready.Length,
            SlotsTotal = ready.Sum(pool => pool.SlotsTotal),
            SlotsFree = ready.Sum(pool => pool.Report.SlotsFree),
            ContextTokensMax = pools.Max(pool => pool.ContextTokens),
        };
    }
}
