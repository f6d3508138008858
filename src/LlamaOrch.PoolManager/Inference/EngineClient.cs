namespace LlamaOrch.PoolManager.Inference;

/// <summary>The pooled connections to engines that requests go through.</summary>
internal sealed class EngineClient : IDisposable
{
    private readonly HttpMessageInvoker http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = System.Net.DecompressionMethods.None,
        ActivityHeadersPropagator = null,
        // What a client sent in a header goes on as the bytes that came.
        RequestHeaderEncodingSelector = static (_, _) => System.Text.Encoding.Latin1,
        ConnectTimeout = TimeSpan.FromSeconds(2),
        // llama-server closes idle connections after 5 s: a request must not meet one that is just closing.
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(4),
        MaxConnectionsPerServer = int.MaxValue,
        // An answer that nobody wants any more is cut off at once: reading it to its end would keep the engine at it.
        ResponseDrainTimeout = TimeSpan.Zero,
        MaxResponseDrainSize = 0,
    });

    /// <summary>Sends; returns as soon as the engine's headers are there.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        http.SendAsync(request, cancellationToken);

    public void Dispose() => http.Dispose();
}
