using LlamaOrch.Contracts.Engines;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Core.Fleet;

namespace LlamaOrch.Bench.Placement;

/// <summary>A large fleet of one model, through the registry's own decisions.</summary>
internal sealed class PlacementFleet
{
    public const string Model = "model";

    private const int PoolsPerNode = 200;
    private static readonly FleetLimits Limits = new();

    private readonly int shapes;
    private FleetState state = FleetState.Empty;

    /// <summary>Makes the fleet.</summary>
    /// <param name="pools">How many pools.</param>
    /// <param name="shapes">How many contexts they have among them.</param>
    public PlacementFleet(int pools, int shapes)
    {
        this.shapes = shapes;
        for (int first = 0; first < pools; first += PoolsPerNode)
        {
            PoolReport[] reports =
            [
                .. Enumerable.Range(first, Math.Min(PoolsPerNode, pools - first))
                    .Select(pool => Report(pool, vramFree: 8)),
            ];
            Happens(new FleetEvent.Registered(new RegisterNodeRequest
            {
                NodeId = NodeOf(first),
                MachineId = $"machine-{first}",
                Address = new Uri("http://127.0.0.1:9200"),
                Version = "bench",
                Capabilities = new NodeCapabilities([], 1, 1),
                Pools = reports,
            }));
            foreach (PoolReport report in reports)
                Happens(new FleetEvent.PoolPolled(NodeOf(first), report.PoolId, report));
        }
    }

    public FleetSnapshot Snapshot => new(state);

    /// <summary>The id of a pool.</summary>
    public static PoolId PoolOf(int pool) => new($"pool-{pool:000000}");

    /// <summary>One pool reports other free device memory.</summary>
    public void Change(int pool, int vramFree) => Happens(new FleetEvent.PoolPolled(
        NodeOf(pool - (pool % PoolsPerNode)), PoolOf(pool), Report(pool, vramFree)));

    private static NodeId NodeOf(int firstPool) => new($"node-{firstPool:000000}");

    private PoolReport Report(int pool, int vramFree) => new()
    {
        PoolId = PoolOf(pool),
        State = PoolState.Ready,
        Ready = true,
        Draining = false,
        SlotsTotal = 4,
        SlotsFree = 4,
        Engine = EngineKinds.LlamaCpp,
        ModelId = new ModelId(Model),
        ContextTokens = 4096 * (1 + (pool % shapes)),
        DeviceMask = "0",
        VramTotalBytes = 16,
        VramFreeBytes = vramFree,
    };

    private void Happens(FleetEvent happened)
    {
        FleetDecision decision = FleetDecisions.Decide(state, happened, DateTimeOffset.UnixEpoch, Limits);
        state = decision.Refusal is null
            ? decision.State
            : throw new InvalidOperationException(decision.Refusal.Message);
    }
}
