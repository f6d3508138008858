using System.Net;

namespace LlamaOrch.Bench.Proxies;

/// <summary>The HTTP client's settings, the same behind each of our own proxies.</summary>
internal static class UpstreamHandler
{
    public static void Configure(SocketsHttpHandler handler)
    {
        handler.UseProxy = false;
        handler.UseCookies = false;
        handler.AllowAutoRedirect = false;
        handler.AutomaticDecompression = DecompressionMethods.None;
        handler.ActivityHeadersPropagator = null;
        // By default an answer that nobody wants any more is read on for two seconds, and the engine decodes on.
        handler.MaxResponseDrainSize = 0;
        handler.ResponseDrainTimeout = TimeSpan.Zero;
    }
}
