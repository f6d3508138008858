namespace LlamaOrch.Bench.Compare;

/// <summary>Every gateway that can be measured.</summary>
internal static class GatewayCatalog
{
    private static readonly IGateway[] All =
    [
        new DirectGateway(),
        new NginxGateway(),
        new OwnProxyGateway("yarp", inline: false),
        new OwnProxyGateway("yarp", inline: true),
        new OwnProxyGateway("forward", inline: false),
        new OwnProxyGateway("forward", inline: true),
        new OrchestratorGateway(),
        new LlamaOrchGateway("llorch"),
        new LlamaOrchGateway("llorch-postgres") { Store = "postgres" },
        new LlamaOrchGateway("llorch-one-slot") { Slots = 1 },
        new LlamaOrchGateway("llorch-one-slot-postgres") { Slots = 1, Store = "postgres" },
    ];

    public static IEnumerable<string> Names => All.Select(gateway => gateway.Name);

    /// <summary>The gateway of a name.</summary>
    /// <exception cref="BenchException">There is none.</exception>
    public static IGateway Find(string name) => All.FirstOrDefault(gateway => gateway.Name == name)
        ?? throw new BenchException($"There is no gateway '{name}'.");
}
