using LlamaOrch.Contracts.Ids;
using LlamaOrch.Simulation.Tests.Actors.Nodes;
using LlamaOrch.Simulation.Tests.Invariants;
using LlamaOrch.Simulation.Tests.World;

namespace LlamaOrch.Simulation.Tests.Actors.ControlPlane;

/// <summary>One replica of <c>orchestratord</c>: what is in memory goes with each life.</summary>
internal sealed class SimulatedControlPlane(
    SimulatedWorld world,
    string name,
    Network network,
    ControlPlaneLimits limits,
    LeaseHistory leases,
    IReadOnlyDictionary<string, SimulatedNode> fleet) : SimulatedProcess(world, name)
{
    private readonly Dictionary<ModelId, SchedulerShell> schedulers = [];

    /// <summary>Its settings.</summary>
    public ControlPlaneLimits Limits => limits;

    /// <summary>All leases that any life of any replica has granted.</summary>
    public LeaseHistory Leases => leases;

    /// <summary>The registry of nodes.</summary>
    public FleetShell Fleet { get; private set; } = null!;

    /// <summary>Who waits for slots.</summary>
    public BrokerShell Broker { get; private set; } = null!;

    /// <summary>The way from a slot to an answer.</summary>
    public DispatchShell Dispatch { get; private set; } = null!;

    /// <summary>What nodes call.</summary>
    public NodeCalls Nodes { get; private set; } = null!;

    /// <summary>The models' schedulers.</summary>
    public IEnumerable<SchedulerShell> Schedulers => schedulers.Values;

    /// <summary>A node by the host of its address.</summary>
    public SimulatedNode NodeAt(string host) => fleet[host];

    /// <summary>A model's scheduler, made when it is first asked for.</summary>
    public SchedulerShell SchedulerOf(ModelId model)
    {
        if (!schedulers.TryGetValue(model, out SchedulerShell? scheduler))
            schedulers[model] = scheduler = new SchedulerShell(this, model);
        return scheduler;
    }

    /// <summary>Takes a connection of a client of <c>/v1</c>.</summary>
    public void Accept(ConnectionEnd client) => World.Spawn(() => new ForwardShell(this).ServeAsync(client));

    protected override void OnStart()
    {
        schedulers.Clear();
        Fleet = new FleetShell(this, network);
        Broker = new BrokerShell(this);
        Dispatch = new DispatchShell(this, network);
        Nodes = new NodeCalls(this);
    }

    protected override void OnKilled() => network.Died(this);
}
