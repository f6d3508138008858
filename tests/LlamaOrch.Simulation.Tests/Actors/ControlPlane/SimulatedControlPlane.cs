using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Simulation.Tests.Actors.Clients;
using LlamaOrch.Simulation.Tests.Actors.Nodes;
using LlamaOrch.Simulation.Tests.Actors.Store;
using LlamaOrch.Simulation.Tests.Invariants;
using LlamaOrch.Simulation.Tests.World;

namespace LlamaOrch.Simulation.Tests.Actors.ControlPlane;

/// <summary>One replica of <c>orchestratord</c>: what is in memory goes with each life.</summary>
internal sealed class SimulatedControlPlane(
    SimulatedWorld world,
    string name,
    Network network,
    ControlPlaneLimits limits,
    Histories histories,
    SimulatedJournal journal,
    IReadOnlyDictionary<string, SimulatedNode> fleet) : SimulatedProcess(world, name)
{
    private readonly Dictionary<ModelId, SchedulerShell> schedulers = [];

    /// <summary>Its settings.</summary>
    public ControlPlaneLimits Limits => limits;

    /// <summary>All leases that any life of any replica has granted.</summary>
    public LeaseHistory Leases => histories.Leases;

    /// <summary>The order in which tasks got onto disk.</summary>
    public ArrivalHistory Arrivals => histories.Arrivals;

    /// <summary>What clients were told.</summary>
    public TaskHistory History => histories.Tasks;

    /// <summary>What sessions have spent.</summary>
    public BudgetHistory Budgets => histories.Budgets;

    /// <summary>Its disk.</summary>
    public SimulatedJournal Journal => journal;

    /// <summary>Who was in the fleet, on its disk.</summary>
    public IReadOnlyList<StoredNode> KeptNodes { get; set; } = [];

    /// <summary>The registry of nodes.</summary>
    public FleetShell Fleet { get; private set; } = null!;

    /// <summary>Who waits for slots.</summary>
    public BrokerShell Broker { get; private set; } = null!;

    /// <summary>The way from a slot to an answer.</summary>
    public DispatchShell Dispatch { get; private set; } = null!;

    /// <summary>The tasks of this life.</summary>
    public TaskShell Tasks { get; private set; } = null!;

    /// <summary>The sessions of this life.</summary>
    public SessionShell Sessions { get; private set; } = null!;

    /// <summary>Done when the tasks of the life before are taken up: nobody is let in before.</summary>
    public Task Opened { get; private set; } = Task.CompletedTask;

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

    /// <summary>Takes a connection of a client.</summary>
    public void Accept(ConnectionEnd client) => World.Spawn(async () =>
    {
        object? request = await client.ReadAsync();
        await Opened;
        if (request is Ask ask)
            await new ForwardShell(this).ServeAsync(client, ask);
        else if (request is WatchRequest watch)
            await new EventsShell(this).ServeAsync(client, watch);
    });

    /// <summary><c>POST /v2/tasks</c>.</summary>
    public async Task<TaskAnswer?> SubmitAsync(Ask ask)
    {
        await Opened;
        return await Tasks.SubmitAsync(ask);
    }

    /// <summary><c>POST /v2/tasks/{id}/cancel</c>.</summary>
    public async Task<TaskAnswer?> CancelAsync(TaskId task)
    {
        await Opened;
        return await Tasks.CancelAsync(task);
    }

    protected override void OnStart()
    {
        schedulers.Clear();
        Fleet = new FleetShell(this, network);
        Broker = new BrokerShell(this);
        Dispatch = new DispatchShell(this, network);
        Nodes = new NodeCalls(this);
        Sessions = new SessionShell(this, journal);
        Tasks = new TaskShell(this, journal);
        Opened = Tasks.RecoverAsync();
    }

    protected override void OnKilled()
    {
        network.Died(this);
        journal.Died();
    }
}
