using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LlamaOrch.Hosting.Streams;

/// <summary>Ends an answer so that nobody takes it for whole.</summary>
public static class BrokenAnswer
{
    // HTTP/2 and HTTP/3 have a code for it: INTERNAL_ERROR, H3_INTERNAL_ERROR.
    private const int Http2InternalError = 2;
    private const int Http3InternalError = 0x0102;

    // A reset may overtake what was written before it. Kestrel does not tell when its bytes have gone, so it gets a
    // moment; a client that reads more slowly sees the break alone, which is enough.
    private static readonly TimeSpan Linger = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Sends what was written, then breaks: the stream is reset in HTTP/2 and HTTP/3, the connection in HTTP/1, where
    /// the chunk that marks an end stays out. A close without a reset would be an end to clients of HTTP/1.0, such as
    /// nginx by default.
    /// </summary>
    /// <param name="context">The request; its answer has begun.</param>
    /// <param name="time">The clock.</param>
    public static async ValueTask BreakAsync(HttpContext context, TimeProvider time)
    {
        if (context.RequestAborted.IsCancellationRequested)
            return;
        try
        {
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            await Task.Delay(Linger, time, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The client has gone: there is nothing left to break.
            return;
        }

        if (context.Features.Get<IHttpResetFeature>() is IHttpResetFeature stream)
            stream.Reset(HttpProtocol.IsHttp3(context.Request.Protocol) ? Http3InternalError : Http2InternalError);
        else
            context.Abort();
    }
}
