using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LlamaOrch.Orchestrator.Tests.Scenes;

/// <summary>One request that a node got.</summary>
internal sealed record Dispatch(string Pool, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    private volatile bool wasAborted;

    /// <summary>Whether the control plane went away before the answer's end.</summary>
    public bool WasAborted
    {
        get => wasAborted;
        set => wasAborted = value;
    }

    public static async Task<Dispatch> OfAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        return new Dispatch(
            (string)context.GetRouteValue("id")!,
            context.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray());
    }
}
