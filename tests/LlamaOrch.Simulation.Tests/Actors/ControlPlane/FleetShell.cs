using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Leases;
using LlamaOrch.Simulation.Tests.Actors.Nodes;
using LlamaOrch.Simulation.Tests.World;

namespace LlamaOrch.Simulation.Tests.Actors.ControlPlane;

/// <summary>
/// Stands for <c>FleetGrain</c>: polls pools, tells the schedulers and cuts the connections to the dead.
/// </summary>
internal sealed class FleetShell
{
    private readonly SimulatedControlPlane control;
    private readonly Network network;
    private readonly Dictionary<PoolId, bool> polling = [];

    public FleetShell(SimulatedControlPlane control, Network network)
    {
        (this.control, this.network) = (control, network);
        long first = LeaseNumbers.FirstFence(control.Now);
        FleetState empty = FleetState.Empty with { FirstFence = first, Version = first };
        State = FleetDecisions.Decide(
            empty, new FleetEvent.Restored(control.KeptNodes), control.Now, control.Limits.Fleet).State;
        Current = new FleetSnapshot(State);
        TickLater();
        PollAllLater();
    }

    /// <summary>The registry.</summary>
    public FleetState State { get; private set; }

    /// <summary>The fleet as placement sees it.</summary>
    public FleetSnapshot Current { get; private set; }

    /// <summary>Polls under way.</summary>
    public int Polling => polling.Count;

    /// <summary>An event from elsewhere.</summary>
    public async Task<ErrorBody?> ApplyAsync(FleetEvent happened)
    {
        await control.YieldAsync();
        return Decide(happened);
    }

    private void TickLater() => control.Post(TimeSpan.FromSeconds(1), () =>
    {
        Decide(new FleetEvent.Ticked());
        TickLater();
    });

    private void PollAllLater() => control.Post(control.Limits.Fleet.PoolPollInterval, () =>
    {
        foreach (PoolSnapshot pool in Current.Pools)
            control.World.Spawn(() => PollAsync(pool.NodeId, pool.PoolId, again: false));
        PollAllLater();
    });

    private ErrorBody? Decide(FleetEvent happened)
    {
        FleetDecision decision = FleetDecisions.Decide(State, happened, control.Now, control.Limits.Fleet);
        bool changed = decision.State.Version != State.Version;
        State = decision.State;
        if (changed)
        {
            Publish();
            control.KeptNodes = [.. State.Nodes.Values.Select(StoredNode.Of)];
        }

        foreach (FleetEffect effect in decision.Effects)
            Perform(effect);
        return decision.Refusal;
    }

    private void Publish()
    {
        string[] models = [.. Current.Models];
        Current = new FleetSnapshot(State);
        foreach (ConnectionEnd end in network.Open.Where(IsDead).ToArray())
            end.Cut();
        FleetSnapshot news = Current;
        foreach (string model in models.Union(news.Models, StringComparer.Ordinal).Order(StringComparer.Ordinal))
            control.Post(() => control.SchedulerOf(new ModelId(model)).FleetChanged(news));
    }

    private bool IsDead(ConnectionEnd end) => end.Owner == control
        && State.Nodes.TryGetValue(end.Remote.Name, out NodeRecord? node) && node.State == NodeState.Offline;

    private void Perform(FleetEffect effect)
    {
        switch (effect)
        {
            case FleetEffect.PollPool poll:
                control.World.Spawn(() => PollAsync(poll.NodeId, poll.PoolId, again: true));
                break;
            case FleetEffect.NodeStateChanged changed:
                control.World.Note(control.Name, $"thinks that {changed.Node.NodeId} is {changed.Node.State}");
                break;
            case FleetEffect.NodeForgotten forgotten:
                control.World.Note(control.Name, $"forgets {forgotten.NodeId}");
                break;
            default:
                throw new InvalidOperationException($"no shell for the effect {effect}");
        }
    }

    private async Task PollAsync(NodeId nodeId, PoolId poolId, bool again)
    {
        if (!polling.TryAdd(poolId, false))
        {
            polling[poolId] |= again;
            return;
        }

        do
        {
            polling[poolId] = false;
            if (!State.Nodes.ContainsKey(nodeId.Value))
                break;
            SimulatedNode node = control.NodeAt(nodeId.Value);
            PoolReport? report = await network.CallAsync(
                control,
                node,
                control.Limits.Fleet.PoolPollTimeout,
                () => Task.FromResult(node.Find(poolId)?.Report()));
            Decide(new FleetEvent.PoolPolled(nodeId, poolId, report));
        }
        while (polling[poolId]);
        polling.Remove(poolId);
    }
}
