using LlamaOrch.Bench.Stub;

namespace LlamaOrch.Bench.Compare;

/// <summary>The product: orchestratord, and one pool-managerd whose pool is attached to the stub.</summary>
/// <param name="name">What it is called in the results.</param>
internal sealed class LlamaOrchGateway(string name) : IGateway
{
    private const string QueueCapacity = "1000000";

    public string Name => name;

    /// <summary>Slots of that pool.</summary>
    public int Slots { get; init; } = StubSettings.DefaultSlots;

    /// <summary>Where tasks are kept; for <c>postgres</c> the database's address is in ORCHD_POSTGRES_URL.</summary>
    public string Store { get; init; } = "sqlite";

    public async Task<RunningGateway> StartAsync(BenchPlace place, Uri stub, CancellationToken cancellationToken)
    {
        int orchestratorPort = BenchPlace.FreePort();
        var orchestratorUrl = new Uri($"http://127.0.0.1:{orchestratorPort}");
        ChildProcess orchestrator = place.StartGateway(
            "orchestratord",
            place.Host("orchestratord"),
            [
                "--addr", orchestratorUrl.Authority,
                "--data_dir", Path.Combine(place.Folder, name),
                "--storage", Store,
                "--queue_capacity", QueueCapacity,
            ]);
        try
        {
            orchestrator.IgnoreOutput();
            ChildProcess node = place.StartGateway(
                "pool-managerd",
                place.Host("pool-managerd"),
                [
                    "--addr", $"127.0.0.1:{BenchPlace.FreePort()}",
                    "--node_id", "bench",
                    "--orchestrator_url", orchestratorUrl.ToString(),
                    "--data_dir", Path.Combine(place.Folder, $"{name}-node"),
                    "--pools:0:pool_id", "bench",
                    "--pools:0:engine", "openai",
                    "--pools:0:engine_url", stub.ToString(),
                    "--pools:0:model_id", StubSettings.DefaultModel,
                    "--pools:0:slots", $"{Slots}",
                ]);
            node.IgnoreOutput();
            return new RunningGateway(
                orchestratorUrl,
                () => new Dictionary<string, int>
                {
                    ["orchestratord"] = orchestrator.Pid,
                    ["pool-managerd"] = node.Pid,
                },
                orchestrator,
                node);
        }
        catch
        {
            await orchestrator.DisposeAsync();
            throw;
        }
    }
}
