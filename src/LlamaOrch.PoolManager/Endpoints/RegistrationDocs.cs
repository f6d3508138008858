using LlamaOrch.Contracts.Errors;
using LlamaOrch.Hosting.OpenApi;

namespace LlamaOrch.PoolManager.Endpoints;

/// <summary>What the document says of the route that calls a node back.</summary>
internal static class RegistrationDocs
{
    public static RouteDoc Rejoin { get; } = new("fleet", "Asks the node to report to its control plane at once.")
    {
        Id = "rejoinFleet",
        Description = "For the control plane after a restart. The node sends a heartbeat, and registers again when it"
            + " is told that it is not known.",
        Status = 202,
        Refusals = [ErrorCode.Conflict],
    };
}
