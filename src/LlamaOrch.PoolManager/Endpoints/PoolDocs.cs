using System.Text.Json;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Http;
using LlamaOrch.Contracts.Meta;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Hosting.OpenApi;

namespace LlamaOrch.PoolManager.Endpoints;

/// <summary>What the document says of the node agent's routes.</summary>
internal static class PoolDocs
{
    private const string Meta = "meta";
    private const string Pools = "pools";

    private static readonly ErrorCode[] Unknown = [ErrorCode.InvalidParams, ErrorCode.NotFound];

    public static RouteDoc Health { get; } = new(Meta, "Whether the process lives.")
    {
        Id = "getHealth",
        Answer = typeof(StatusView),
        IsOpen = true,
    };

    public static RouteDoc Ready { get; } = new(Meta, "Whether some pool takes work.")
    {
        Id = "getReadiness",
        Description = "503 with the same shape while none does.",
        Answer = typeof(StatusView),
        IsOpen = true,
    };

    public static RouteDoc List { get; } = new(Pools, "The node's pools.")
    {
        Id = "listPools",
        Answer = typeof(IReadOnlyList<PoolReport>),
    };

    public static RouteDoc Status { get; } = new(Pools, "One pool.")
    {
        Id = "getPoolStatus",
        Answer = typeof(PoolReport),
        Refusals = Unknown,
    };

    public static RouteDoc Infer { get; } = new(Pools, "Passes a body to the pool's engine and its answer back.")
    {
        Id = "inferOnPool",
        Description = "For the control plane, which holds the lease.",
        Body = typeof(JsonElement),
        Example = """
            { "model": "qwen3-8b", "messages": [{ "role": "user", "content": "Why is the sky blue?" }] }
            """,
        Answer = typeof(JsonElement),
        Headers = new Dictionary<string, string>
        {
            [LlorchHeaders.LeaseId] = "The lease that the slot is taken under.",
            [LlorchHeaders.LeaseFence] = "Its fencing number; lower than one seen before is refused.",
            [LlorchHeaders.EngineRoute] = "Which route of the engine the body is for, such as /v1/chat/completions.",
        },
        Refusals =
        [
            .. Unknown, ErrorCode.Conflict, ErrorCode.PoolUnready, ErrorCode.PoolUnavailable,
            ErrorCode.ReplicaExhausted,
        ],
    };

    public static RouteDoc Preload { get; } = Asked("preloadPool", "Starts a pool's engine if it does not run.");

    public static RouteDoc Drain { get; } = Asked("drainPool", "Lets a pool finish what it has and take nothing new.");

    public static RouteDoc Reload { get; } = Asked("reloadPool", "Restarts a pool's engine.");

    private static RouteDoc Asked(string id, string summary) => new(Pools, summary)
    {
        Id = id,
        Answer = typeof(PoolReport),
        Status = 202,
        Refusals = Unknown,
    };
}
