using System.Net.Http.Headers;
using LlamaOrch.Contracts.Http;
using LlamaOrch.Core.Leases;
using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Hosting.Remotes;
using LlamaOrch.Hosting.Security;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>Sends requests to nodes over pooled connections; the body goes as the bytes that came.</summary>
internal sealed class NodeClient : IDisposable
{
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    // An address behind a name may change, and a connection that is never renewed would never see it.
    private static readonly TimeSpan ConnectionLifeMax = TimeSpan.FromMinutes(5);

    private readonly HttpMessageInvoker http;
    private readonly HttpMessageInvoker unpooled;
    private readonly string? authorization;

    public NodeClient(ApiTokens tokens, NodeConnections connections)
    {
        authorization = tokens.Outgoing is string token ? $"Bearer {token}" : null;
        http = new HttpMessageInvoker(Handler(connections, ConnectionLifeMax));
        unpooled = new HttpMessageInvoker(Handler(connections, TimeSpan.Zero));
    }

    private static SocketsHttpHandler Handler(NodeConnections connections, TimeSpan lifeMax) =>
        new()
        {
            PooledConnectionLifetime = lifeMax,
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = System.Net.DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            // What a client sent in a header goes on as the bytes that came.
            RequestHeaderEncodingSelector = static (_, _) => System.Text.Encoding.Latin1,
            ConnectCallback = connections.ConnectAsync,
            ConnectTimeout = TimeSpan.FromSeconds(2),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
            MaxConnectionsPerServer = int.MaxValue,
            // An answer that nobody wants any more is cut, not read to its end: the engine shall stop.
            MaxResponseDrainSize = 0,
            ResponseDrainTimeout = TimeSpan.Zero,
        };

    /// <summary>
    /// Sends one request under a lease; returns as soon as the node's headers are there. If a kept connection turns out
    /// to be closed, it is sent once more on a new one. The lease makes that safe: a node that has begun with it
    /// refuses it the second time.
    /// </summary>
    public async Task<HttpResponseMessage> SendAsync(
        PoolTarget target,
        SlotLease lease,
        OutgoingRequest outgoing,
        TraceParent parent,
        CancellationToken cancellationToken)
    {
        HttpRequestMessage request = Request(target, lease, outgoing, parent);
        try
        {
            return await http.SendAsync(request, cancellationToken);
        }
        catch (Exception failure)
            when (RemoteFailure.Is(failure, cancellationToken) && !NodeConnections.WasMadeFor(request))
        {
            return await unpooled.SendAsync(Request(target, lease, outgoing, parent), cancellationToken);
        }
    }

    public void Dispose()
    {
        http.Dispose();
        unpooled.Dispose();
    }

    private HttpRequestMessage Request(
        PoolTarget target, SlotLease lease, OutgoingRequest outgoing, TraceParent parent)
    {
        // The body is buffered by the caller for as long as the answer runs, so a retry sends the same bytes.
        var content = new ReadOnlyMemoryContent(outgoing.Body);
        content.Headers.ContentType = Json;
        var request = new HttpRequestMessage(HttpMethod.Post, target.InferUrl) { Content = content };
        HttpRequestHeaders headers = request.Headers;
        headers.TryAddWithoutValidation(LlorchHeaders.LeaseId, lease.LeaseId.Value);
        headers.TryAddWithoutValidation(LlorchHeaders.LeaseFence, lease.Fence.ToString());
        headers.TryAddWithoutValidation(LlorchHeaders.TaskId, lease.TaskId.Value);
        headers.TryAddWithoutValidation(LlorchHeaders.EngineRoute, outgoing.Route);
        outgoing.Origin.AddTo(headers, parent);
        if (authorization is not null)
            headers.TryAddWithoutValidation("Authorization", authorization);
        return request;
    }
}
