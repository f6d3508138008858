using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Core.Ports;
using LlamaOrch.Core.Sessions;
using LlamaOrch.Hosting.Errors;
using LlamaOrch.Hosting.OpenApi;
using LlamaOrch.Hosting.Timing;
using LlamaOrch.Orchestrator.Grains;
using LlamaOrch.Orchestrator.Sessions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LlamaOrch.Orchestrator.Endpoints;

/// <summary>Conversations. Read from the store: a caller's guess must not make an activation.</summary>
internal sealed class SessionEndpoints(IGrainFactory grains, ISessionStore store, SteadyTime time)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v2/sessions/{id}", RouteIds.With<SessionId>(ShowAsync)).Describe(SessionDocs.Show);
        routes.MapDelete("/v2/sessions/{id}", RouteIds.With<SessionId>(DeleteAsync)).Describe(SessionDocs.Delete);
    }

    private async Task ShowAsync(HttpContext context, SessionId id)
    {
        if (await FindAsync(context, id) is SessionState state)
            await JsonAnswer.WriteAsync(context, SessionViews.Of(id, state), ContractsJsonContext.Default.SessionView);
    }

    private async Task DeleteAsync(HttpContext context, SessionId id)
    {
        if (await FindAsync(context, id) is null)
            return;
        if ((await grains.GetGrain<ISessionGrain>(id.Value).CloseAsync()).Value is ErrorBody refusal)
            await ErrorResponse.WriteAsync(context, ErrorCodes.Parse(refusal.Code), refusal);
        else
            context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>The session; null when there is none, and the caller has been told.</summary>
    private async ValueTask<SessionState?> FindAsync(HttpContext context, SessionId id)
    {
        SessionState? state = await store.FindAsync(id, context.RequestAborted);
        if (state is not null && !state.HasExpired(time.GetUtcNow()))
            return state;
        await ErrorResponse.WriteAsync(context, ErrorCode.NotFound, $"There is no session {id}.", "id");
        return null;
    }
}
