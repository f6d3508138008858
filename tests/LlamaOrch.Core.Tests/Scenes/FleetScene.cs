using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Engines;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Core.Catalog;
using LlamaOrch.Core.Fleet;
using Microsoft.Extensions.Time.Testing;

namespace LlamaOrch.Core.Tests.Scenes;

/// <summary>A fleet under a clock of its own; events in, state and effects to look at.</summary>
internal sealed class FleetScene
{
    public const string Model = "tiny";

    private readonly FakeTimeProvider clock = new(DateTimeOffset.UnixEpoch.AddYears(50));

    public FleetScene(FleetLimits? limits = null, long firstFence = 0)
    {
        Limits = limits ?? new FleetLimits();
        State = FleetState.Empty with { FirstFence = firstFence };
        Tick();
    }

    public FleetLimits Limits { get; }

    public FleetState State { get; private set; }

    public IReadOnlyList<FleetEffect> Effects { get; private set; } = [];

    public FleetSnapshot Snapshot => new(State);

    public DateTimeOffset Now => clock.GetUtcNow();

    public NodeRecord Node(string node) => State.Nodes[node];

    public PoolRecord Pool(string node, string pool) => Node(node).Pools[pool];

    public ErrorBody? Happens(FleetEvent happened)
    {
        FleetDecision decision = FleetDecisions.Decide(State, happened, clock.GetUtcNow(), Limits);
        (State, Effects) = (decision.State, decision.Effects);
        return decision.Refusal;
    }

    public ErrorBody? Register(string node, params PoolReport[] pools) =>
        Happens(new FleetEvent.Registered(Registration(node, pools)));

    public ErrorBody? Heartbeat(string node, params PoolReport[] pools) =>
        Happens(new FleetEvent.HeartbeatReceived(new NodeId(node), pools));

    public void Poll(string node, PoolReport report) =>
        Happens(new FleetEvent.PoolPolled(new NodeId(node), report.PoolId, report));

    public void PollFails(string node, string pool) =>
        Happens(new FleetEvent.PoolPolled(new NodeId(node), new PoolId(pool), null));

    /// <summary>Registers a node and polls its pools: they take work from here on.</summary>
    public FleetScene Serve(string node, params PoolReport[] pools)
    {
        if (Register(node, pools) is ErrorBody refusal)
            throw new InvalidOperationException(refusal.Message);
        foreach (PoolReport pool in pools)
            Poll(node, pool);
        return this;
    }

    /// <summary>The scene's model is registered, or changes its state.</summary>
    public void SetModel(ModelState state)
    {
        var model = new ModelId(Model);
        CatalogDecision known = CatalogDecisions.Decide(
            State.Catalog,
            new CatalogEvent.Registered(new RegisterModelRequest { ModelId = model, Reference = "hf:org/repo" }),
            Now,
            new CatalogLimits());
        Happens(new FleetEvent.CatalogChanged(CatalogDecisions.Decide(
            known.Catalog, new CatalogEvent.StateSet(model, state), Now, new CatalogLimits()).Catalog));
    }

    public void Tick() => Happens(new FleetEvent.Ticked());

    /// <summary>Time passes in ticks of a second, as the control plane sees it.</summary>
    public void Pass(TimeSpan time)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed < time; passed += TimeSpan.FromSeconds(1))
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            Tick();
        }
    }

    /// <summary>Time passes in one leap, as for a process that was paused or a clock that was set.</summary>
    public void Leap(TimeSpan time)
    {
        clock.AdjustTime(clock.GetUtcNow() + time);
        Tick();
    }

    public static RegisterNodeRequest Registration(string node, params PoolReport[] pools) => new()
    {
        NodeId = new NodeId(node),
        MachineId = $"machine-of-{node}",
        Address = new Uri($"http://{node}:9200"),
        Version = "1.0",
        Capabilities = new NodeCapabilities([], 4, 1L << 33),
        Pools = pools,
    };

    public static PoolReport Report(string pool, int slots = 4, string? model = Model) => new()
    {
        PoolId = new PoolId(pool),
        State = PoolState.Ready,
        Ready = true,
        Draining = false,
        SlotsTotal = slots,
        SlotsFree = slots,
        Engine = EngineKinds.LlamaCpp,
        ModelId = model is null ? null : new ModelId(model),
    };
}
