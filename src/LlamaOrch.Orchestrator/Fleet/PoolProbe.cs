using System.Net;
using System.Net.Http.Json;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Hosting.Remotes;
using LlamaOrch.Hosting.Security;
using LlamaOrch.Orchestrator.Metrics;

namespace LlamaOrch.Orchestrator.Fleet;

/// <summary>Asks a node for the status of one of its pools.</summary>
internal sealed class PoolProbe : IDisposable
{
    // A report of a pool with every bound reached stays far below.
    private const int ReportBytesMax = 4 * 1024 * 1024;

    private readonly HttpClient http;
    private readonly TimeProvider time;

    public PoolProbe(FleetLimits limits, ApiTokens tokens, NodeCertificates certificates, TimeProvider time)
    {
        this.time = time;
        http = new HttpClient(PeerCertificates.Watching(certificates.Seen))
        {
            Timeout = limits.PoolPollTimeout,
            MaxResponseContentBufferSize = ReportBytesMax,
        };
        if (tokens.Outgoing is string token)
            http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
    }

    /// <summary>Polls; never throws for what a node may do.</summary>
    public async Task<PoolProbeResult> PollAsync(Uri address, PoolId poolId)
    {
        long started = time.GetTimestamp();
        string outcome;
        PoolReport? report = null;
        string? problem = null;
        try
        {
            report = await http.GetFromJsonAsync(
                new Uri(address, $"/v2/pools/{poolId}/status"), ContractsJsonContext.Default.PoolReport);
            // A node that answers for another pool, or outside all bounds, answers wrongly.
            outcome = report?.PoolId == poolId && PoolReportRules.Refuse(report) is null
                ? FleetMetrics.Success
                : FleetMetrics.Error;
            problem = outcome == FleetMetrics.Success ? null : "What answers there is not this pool.";
        }
        catch (Exception late) when (late is OperationCanceledException or TimeoutException)
        {
            outcome = FleetMetrics.Timeout;
            problem = $"No answer within {http.Timeout.TotalMilliseconds:0} ms.";
        }
        catch (Exception failure) when (RemoteFailure.IsAny(failure))
        {
            outcome = FleetMetrics.Error;
            problem = Sentence(failure);
        }

        return new PoolProbeResult(
            outcome, outcome == FleetMetrics.Success ? report : null, time.GetElapsedTime(started))
        {
            Problem = problem,
        };
    }

    public void Dispose() => http.Dispose();

    private static string Sentence(Exception failure) => failure switch
    {
        HttpRequestException { StatusCode: HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden } =>
            "Its node does not take the control plane's token.",
        HttpRequestException { StatusCode: HttpStatusCode status } => $"Its node answers with status {(int)status}.",
        _ when RemoteFailure.IsUnreadable(failure) => "What answers there is not this pool.",
        _ => failure.Message,
    };
}
