using Microsoft.AspNetCore.Http;

namespace LlamaOrch.Hosting.Requests;

/// <summary>
/// Answers <c>HEAD</c> wherever there is a <c>GET</c>, as RFC 9110 demands: routing and the endpoint see a <c>GET</c>,
/// and the server sends no body, since the method on the wire is the one that it goes by.
/// </summary>
public sealed class HeadGate(RequestDelegate next)
{
    private static readonly object Mark = new();

    /// <summary>Goes on, with a <c>HEAD</c> turned into a <c>GET</c>.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (HttpMethods.IsHead(context.Request.Method))
        {
            context.Items[Mark] = Mark;
            context.Request.Method = HttpMethods.Get;
        }

        return next(context);
    }

    /// <summary>Whether only the head of the answer is wanted: streams that end late or never end at once.</summary>
    public static bool IsHead(HttpContext context) => context.Items.ContainsKey(Mark);
}
