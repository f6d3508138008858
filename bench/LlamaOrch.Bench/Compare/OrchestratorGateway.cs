using System.Text;
using LlamaOrch.Bench.Stub;

namespace LlamaOrch.Bench.Compare;

/// <summary>orchestratord alone, with the stub as its node: one hop, as the other gateways have it.</summary>
internal sealed class OrchestratorGateway : IGateway
{
    // The stub sends no heartbeats, so the node must stay in the fleet without.
    private const string HeartbeatMs = "600000";
    private const string StaleMs = "86400000";
    private static readonly TimeSpan RegisterMax = TimeSpan.FromSeconds(30);

    public string Name => "orchestratord";

    public async Task<RunningGateway> StartAsync(BenchPlace place, Uri stub, CancellationToken cancellationToken)
    {
        var url = new Uri($"http://127.0.0.1:{BenchPlace.FreePort()}");
        ChildProcess orchestrator = place.StartGateway(
            Name,
            place.Host("orchestratord"),
            [
                "--addr", url.Authority,
                "--data_dir", Path.Combine(place.Folder, "orchestratord"),
                "--heartbeat_interval_ms", HeartbeatMs,
                "--node_stale_ms", StaleMs,
            ]);
        try
        {
            orchestrator.IgnoreOutput();
            await RegisterAsync(orchestrator, url, stub, cancellationToken);
            return new RunningGateway(
                url, () => new Dictionary<string, int> { [Name] = orchestrator.Pid }, orchestrator);
        }
        catch
        {
            await orchestrator.DisposeAsync();
            throw;
        }
    }

    private static async Task RegisterAsync(
        ChildProcess orchestrator, Uri url, Uri stub, CancellationToken cancellationToken)
    {
        string node = $$"""
            {"node_id":"bench","machine_id":"bench","address":"{{stub}}","version":"0",
            """ + $$"""
            "capabilities":{"gpus":[],"cpu_cores":1,"ram_total_bytes":1},
            """ + $$"""
            "pools":[{{StubAnswers.PoolReport(StubSettings.Default)}}]}
            """;
        using var http = new HttpClient();
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(RegisterMax);
        while (!orchestrator.HasExited)
        {
            try
            {
                using var body = new StringContent(node, Encoding.UTF8, "application/json");
                using HttpResponseMessage answer = await http.PostAsync(
                    new Uri(url, "/v2/nodes/register"), body, deadline.Token);
                if (answer.IsSuccessStatusCode)
                    return;
                throw orchestrator.Failed(
                    $"refused the stub as a node: {await answer.Content.ReadAsStringAsync(deadline.Token)}");
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
                await Task.Delay(100, deadline.Token);
            }
        }

        throw orchestrator.Failed("ended by itself");
    }
}
