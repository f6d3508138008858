using LlamaOrch.Contracts.Http;
using LlamaOrch.Contracts.Ids;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.PoolManager.Inference;

/// <summary>What the control plane says with a request: under which lease, and for which engine route.</summary>
/// <param name="Lease">The lease.</param>
/// <param name="Fence">Its fencing number.</param>
/// <param name="Route">One of <see cref="EngineRoutes"/>.</param>
internal readonly record struct LeasedRequest(LeaseId Lease, long Fence, string Route)
{
    /// <summary>Reads the headers; the name of the first one that is missing or malformed, or null.</summary>
    public static string? TryRead(IHeaderDictionary headers, out LeasedRequest request)
    {
        request = default;
        if (!IdentifierRules.TryParse(headers[LlorchHeaders.LeaseId], out LeaseId lease))
            return LlorchHeaders.LeaseId;
        if (!long.TryParse(headers[LlorchHeaders.LeaseFence], out long fence))
            return LlorchHeaders.LeaseFence;
        string? route = headers[LlorchHeaders.EngineRoute];
        if (!EngineRoutes.IsKnown(route))
            return LlorchHeaders.EngineRoute;
        request = new LeasedRequest(lease, fence, route!);
        return null;
    }

    /// <summary>The task that the request is for; null where the caller does not say, or nothing well-formed.</summary>
    public static string? TaskOf(IHeaderDictionary headers)
    {
        string? task = headers[LlorchHeaders.TaskId];
        return IdentifierRules.IsValid(task) ? task : null;
    }
}
