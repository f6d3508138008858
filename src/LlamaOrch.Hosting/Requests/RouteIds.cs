using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Hosting.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LlamaOrch.Hosting.Requests;

/// <summary>Ids out of paths.</summary>
public static class RouteIds
{
    /// <summary>Runs <paramref name="handle"/> with the id of the path, or answers 400.</summary>
    public static RequestDelegate With<TId>(Func<HttpContext, TId, Task> handle)
        where TId : struct, IIdentifier<TId> =>
        context => IdentifierRules.TryParse(Text<TId>(context), out TId id)
            ? handle(context, id)
            : ErrorResponse.WriteAsync(
                context,
                ErrorCode.InvalidParams,
                $"An id has 1 to {IdentifierRules.LengthMax} characters out of A-Z a-z 0-9 . _ : -"
                    + (TId.AllowsSlash ? " / @" : string.Empty),
                "id");

    /// <summary>Where an id may have a slash, the path has it escaped, and Kestrel leaves it so.</summary>
    private static string? Text<TId>(HttpContext context)
        where TId : struct, IIdentifier<TId>
    {
        var text = context.GetRouteValue("id") as string;
        return TId.AllowsSlash ? text?.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase) : text;
    }
}
