using LlamaOrch.Contracts.Pools;
using LlamaOrch.Hosting.OpenApi;

namespace LlamaOrch.Orchestrator.Endpoints;

/// <summary>What the document says of the pools' routes.</summary>
internal static class PoolDocs
{
    private const string Tag = "pools";

    public static RouteDoc List { get; } = new(Tag, "All pools as their nodes last told, and as far as they answer.")
    {
        Id = "listPools",
        Answer = typeof(IReadOnlyList<PoolReport>),
    };

    public static RouteDoc Health { get; } = new(Tag, "One pool; 503 with the same shape when it takes no work.")
    {
        Id = "getPoolHealth",
        Answer = typeof(PoolReport),
        Refusals = [ErrorCode.InvalidParams, ErrorCode.NotFound],
    };
}
