using System.Diagnostics;
using LlamaOrch.Hosting.Tracing;
using LlamaOrch.PoolManager.Pools;

namespace LlamaOrch.PoolManager.Inference;

/// <summary>What an <c>infer</c> span says of its request.</summary>
internal static class InferSpan
{
    public static void Describe(Activity? span, Pool pool, LeasedRequest leased, PoolStatus status)
    {
        if (span is null)
            return;
        span.SetTag(SpanTags.PoolId, pool.PoolId.Value)
            .SetTag(SpanTags.LeaseId, leased.Lease.Value)
            .SetTag(SpanTags.Engine, status.Attachment?.Kind)
            .SetTag(SpanTags.EngineVersion, status.Properties?.Version)
            .SetTag(SpanTags.Model, status.Properties?.ModelId.Value);
    }
}
