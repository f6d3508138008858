using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Http;
using LlamaOrch.Hosting.Errors;
using LlamaOrch.Hosting.OpenApi;
using LlamaOrch.PoolManager.Registration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LlamaOrch.PoolManager.Endpoints;

/// <summary>How the control plane calls the node back after a restart.</summary>
internal sealed class RegistrationEndpoints(RejoinRequests requests)
{
    public void Map(IEndpointRouteBuilder routes) =>
        routes.MapPost(NodeRoutes.Rejoin, RejoinAsync).Describe(RegistrationDocs.Rejoin);

    private Task RejoinAsync(HttpContext context)
    {
        if (!requests.Ask())
        {
            return ErrorResponse.WriteAsync(
                context, ErrorCode.Conflict, "This node reports to no control plane: set 'orchestrator_url'.");
        }

        context.Response.StatusCode = StatusCodes.Status202Accepted;
        return Task.CompletedTask;
    }
}
