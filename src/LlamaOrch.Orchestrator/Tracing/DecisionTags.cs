using System.Diagnostics;
using System.Globalization;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Hosting.Tracing;

namespace LlamaOrch.Orchestrator.Tracing;

/// <summary>A decision record as attributes of a span: why this pool, and what was against the others.</summary>
internal static class DecisionTags
{
    // Of a large fleet the first few tell why; GET /v2/tasks/{id}/decision has more.
    private const int CandidatesMax = 8;

    public static void Add(Activity span, PlacementDecision decision) => span
        .SetTag(SpanTags.DecisionReason, decision.Reason)
        .SetTag(SpanTags.DecisionStrategy, decision.Strategy)
        .SetTag(SpanTags.DecisionPools, decision.PoolsTotal)
        .SetTag(SpanTags.DecisionRejected, decision.Rejected.Select(each => $"{each.Key}={each.Value}").ToArray())
        .SetTag(SpanTags.DecisionCandidates, decision.Candidates.Take(CandidatesMax).Select(Text).ToArray());

    private static string Text(PlacementVerdict verdict) => verdict.RejectedBy is string filter
        ? $"{verdict.PoolId}: rejected by {filter}"
        : string.Create(CultureInfo.InvariantCulture, $"{verdict.PoolId}: score {verdict.Score:0.###}");
}
