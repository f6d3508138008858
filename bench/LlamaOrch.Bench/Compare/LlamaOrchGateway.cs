using LlamaOrch.Bench.Stub;

namespace LlamaOrch.Bench.Compare;

/// <summary>The product: orchestratord, and one pool-managerd whose pool is attached to the stub.</summary>
/// <param name="slots">Slots of that pool.</param>
internal sealed class LlamaOrchGateway(int slots = StubSettings.DefaultSlots) : IGateway
{
    public string Name => "llorch";

    public async Task<RunningGateway> StartAsync(BenchPlace place, Uri stub, CancellationToken cancellationToken)
    {
        int orchestratorPort = BenchPlace.FreePort();
        var orchestratorUrl = new Uri($"http://127.0.0.1:{orchestratorPort}");
        ChildProcess orchestrator = place.StartGateway(
            "orchestratord",
            place.Host("orchestratord"),
            ["--addr", orchestratorUrl.Authority, "--data_dir", Path.Combine(place.Folder, "llorch")]);
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
                    "--data_dir", Path.Combine(place.Folder, "node"),
                    "--pools:0:pool_id", "bench",
                    "--pools:0:engine", "openai",
                    "--pools:0:engine_url", stub.ToString(),
                    "--pools:0:model_id", StubSettings.DefaultModel,
                    "--pools:0:slots", $"{slots}",
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
