using System.Net.Http.Json;
using System.Text.Json;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Hosting.Security;
using LlamaOrch.Orchestrator.Metrics;

namespace LlamaOrch.Orchestrator.Fleet;

/// <summary>Asks a node for the status of one of its pools.</summary>
internal sealed class PoolProbe : IDisposable
{
    private readonly HttpClient http;
    private readonly TimeProvider time;

    public PoolProbe(FleetLimits limits, ApiTokens tokens, TimeProvider time)
    {
        this.time = time;
        http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
        {
            Timeout = limits.PoolPollTimeout,
        };
        if (tokens.Outgoing is string token)
            http.DefaultRequestHeaders.Authorization = new("Bearer", token);
    }

    /// <summary>Polls; never throws for what a node may do.</summary>
    public async Task<PoolProbeResult> PollAsync(Uri address, PoolId poolId)
    {
        long started = time.GetTimestamp();
        string outcome;
        PoolReport? report = null;
        try
        {
            report = await http.GetFromJsonAsync(
                new Uri(address, $"/v2/pools/{poolId}/status"), ContractsJsonContext.Default.PoolReport);
            // A node that answers for another pool answers wrongly.
            outcome = report?.PoolId == poolId ? FleetMetrics.Success : FleetMetrics.Error;
        }
        catch (TaskCanceledException)
        {
            outcome = FleetMetrics.Timeout;
        }
        catch (Exception failure) when (failure is HttpRequestException or JsonException or NotSupportedException)
        {
            outcome = FleetMetrics.Error;
        }

        return new PoolProbeResult(
            outcome, outcome == FleetMetrics.Success ? report : null, time.GetElapsedTime(started));
    }

    public void Dispose() => http.Dispose();
}
