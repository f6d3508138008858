using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Hosting.Remotes;
using LlamaOrch.Hosting.Security;

namespace LlamaOrch.PoolManager.Registration;

/// <summary>The node's calls to its control plane; every failure is an answer.</summary>
internal sealed class OrchestratorLink : IDisposable
{
    // Above the time of a busy control plane, below the shortest sensible stale limit.
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestInterval = TimeSpan.FromMinutes(10);

    // Every lease of every pool of a node orphaned at once stays below.
    private const int AnswerBytesMax = 64 * 1024 * 1024;

    private readonly HttpClient http;

    /// <param name="orchestrator">Where the control plane is.</param>
    /// <param name="tokens">What the node shows to it.</param>
    /// <param name="certificateSeen">Told the end of the certificate that it shows over https.</param>
    public OrchestratorLink(Uri orchestrator, ApiTokens tokens, Action<DateTimeOffset> certificateSeen)
    {
        SocketsHttpHandler handler = PeerCertificates.Watching((_, end) => certificateSeen(end));
        handler.ActivityHeadersPropagator = null;
        http = new HttpClient(handler)
        {
            BaseAddress = orchestrator,
            Timeout = AnswerMax,
            MaxResponseContentBufferSize = AnswerBytesMax,
        };
        if (tokens.Outgoing is string token)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Where the control plane is.</summary>
    public Uri Orchestrator => http.BaseAddress!;

    /// <summary>Joins the fleet.</summary>
    public Task<LinkAnswer> RegisterAsync(RegisterNodeRequest request, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Post,
            "/v2/nodes/register",
            JsonContent.Create(request, ContractsJsonContext.Default.RegisterNodeRequest),
            ContractsJsonContext.Default.RegisterNodeResponse,
            static response => response.HeartbeatIntervalMs,
            cancellationToken);

    /// <summary>Says how the pools are.</summary>
    public Task<LinkAnswer> HeartbeatAsync(NodeId node, HeartbeatRequest beat, CancellationToken cancellationToken) =>
        SendAsync(
            HttpMethod.Post,
            $"/v2/nodes/{node}/heartbeat",
            JsonContent.Create(beat, ContractsJsonContext.Default.HeartbeatRequest),
            ContractsJsonContext.Default.HeartbeatResponse,
            static response => response.NextHeartbeatMs,
            cancellationToken);

    /// <summary>Leaves the fleet.</summary>
    public Task<LinkAnswer> DeregisterAsync(NodeId node, string instance, CancellationToken cancellationToken) =>
        SendAsync<HeartbeatResponse>(
            HttpMethod.Delete,
            $"/v2/nodes/{node}?instance_id={instance}",
            content: null,
            type: null,
            static _ => 0,
            cancellationToken);

    public void Dispose() => http.Dispose();

    private async Task<LinkAnswer> SendAsync<TResponse>(
        HttpMethod method,
        string path,
        HttpContent? content,
        JsonTypeInfo<TResponse>? type,
        Func<TResponse, long> interval,
        CancellationToken cancellationToken)
        where TResponse : class
    {
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = content };
            using HttpResponseMessage response = await http.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
                return await RefusalAsync(response, cancellationToken);
            if (type is null)
                return new LinkAnswer(LinkOutcome.Success, TimeSpan.Zero, string.Empty);
            TResponse answer = await response.Content.ReadFromJsonAsync(type, cancellationToken)
                ?? throw new JsonException("null is no answer");
            return new LinkAnswer(LinkOutcome.Success, Bound(interval(answer)), string.Empty)
            {
                Orphans = OrphansOf(answer as HeartbeatResponse),
            };
        }
        catch (Exception failure) when (RemoteFailure.IsAny(failure, cancellationToken))
        {
            return LinkAnswer.Failed(LinkOutcome.Error, failure is OperationCanceledException
                ? $"No answer within {AnswerMax.TotalSeconds:0} s."
                : failure.Message);
        }
    }

    private static IReadOnlyList<OrphanedLease> OrphansOf(HeartbeatResponse? answer)
    {
        IReadOnlyList<OrphanedLease> orphans = answer?.OrphanedLeases ?? [];
        return orphans.All(orphan => orphan is { PoolId.Value: not null, LeaseId.Value: not null })
            ? orphans
            : throw new JsonException("an orphaned lease lacks its pool or its id");
    }

    private static async Task<LinkAnswer> RefusalAsync(
        HttpResponseMessage response, CancellationToken cancellationToken)
    {
        string sentence = $"Status {(int)response.StatusCode}.";
        try
        {
            ErrorBody? error = await response.Content.ReadFromJsonAsync(
                ContractsJsonContext.Default.ErrorBody, cancellationToken);
            sentence = error?.Message ?? sentence;
        }
        catch (Exception notOurs) when (RemoteFailure.IsUnreadable(notOurs))
        {
            // Not our control plane, or a proxy before it: the status says what there is to say.
        }

        return LinkAnswer.Failed(
            response.StatusCode switch
            {
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => LinkOutcome.Unauthorized,
                HttpStatusCode.NotFound => LinkOutcome.NotRegistered,
                HttpStatusCode.Conflict => LinkOutcome.Conflict,
                _ => LinkOutcome.Error,
            },
            sentence);
    }

    private static TimeSpan Bound(long milliseconds)
    {
        var interval = TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 0, (long)LongestInterval.TotalMilliseconds));
        return interval < ShortestInterval ? ShortestInterval : interval;
    }
}
