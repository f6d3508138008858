using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Orchestrator.Fleet;
using LlamaOrch.Orchestrator.Metrics;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Utilities;

namespace LlamaOrch.Orchestrator.Grains;

/// <summary>The shell around <see cref="FleetDecisions"/>: polls pools, tells silos and schedulers what changed.</summary>
[KeepAlive]
internal sealed partial class FleetGrain : Grain, IFleetGrain
{
    // A silo that has not renewed for this long is gone; it renews every 10 s.
    private static readonly TimeSpan SubscriptionTtl = TimeSpan.FromSeconds(60);

    private readonly FleetLimits limits;
    private readonly TimeProvider time;
    private readonly PoolProbe probe;
    private readonly FleetMetrics metrics;
    private readonly ILogger<FleetGrain> logger;
    private readonly ObserverManager<IFleetObserver> silos;
    private readonly HashSet<PoolId> polling = [];
    private FleetState state = FleetState.Empty;
    private FleetSnapshot snapshot = FleetSnapshot.Empty;

    public FleetGrain(
        FleetLimits limits, TimeProvider time, PoolProbe probe, FleetMetrics metrics, ILogger<FleetGrain> logger)
    {
        this.limits = limits;
        this.time = time;
        this.probe = probe;
        this.metrics = metrics;
        this.logger = logger;
        silos = new ObserverManager<IFleetObserver>(SubscriptionTtl, logger);
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var tick = TimeSpan.FromTicks(Math.Min(limits.HeartbeatInterval.Ticks / 4, TimeSpan.TicksPerSecond));
        this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(tick, tick) { Interleave = true });
        this.RegisterGrainTimer(
            PollAllAsync,
            new GrainTimerCreationOptions(limits.PoolPollInterval, limits.PoolPollInterval) { Interleave = true });
        return Task.CompletedTask;
    }

    public async ValueTask<Immutable<ErrorBody?>> ApplyAsync(Immutable<FleetEvent> happened)
    {
        ErrorBody? refusal = await DecideAsync(happened.Value);
        return new Immutable<ErrorBody?>(refusal);
    }

    public ValueTask<Immutable<FleetSnapshot>> SubscribeAsync(IFleetObserver observer)
    {
        silos.Subscribe(observer, observer);
        return new(new Immutable<FleetSnapshot>(snapshot));
    }

    private Task TickAsync(CancellationToken cancellationToken) => DecideAsync(new FleetEvent.Ticked());

    private Task PollAllAsync(CancellationToken cancellationToken)
    {
        foreach (PoolSnapshot pool in snapshot.Pools)
            _ = PollAsync(pool.NodeId, pool.PoolId);
        return Task.CompletedTask;
    }

    private async Task<ErrorBody?> DecideAsync(FleetEvent happened)
    {
        FleetDecision decision = FleetDecisions.Decide(state, happened, time.GetUtcNow(), limits);
        bool changed = decision.State.Version != state.Version;
        state = decision.State;
        if (happened is FleetEvent.Registered or FleetEvent.HeartbeatReceived && decision.Refusal is null)
            ObserveHeartbeat(happened);
        if (changed)
            await PublishAsync();
        foreach (FleetEffect effect in decision.Effects)
            Perform(effect);
        return decision.Refusal;
    }

    private async Task PublishAsync()
    {
        IEnumerable<string> before = snapshot.Models;
        snapshot = new FleetSnapshot(state);
        metrics.ShowFleet(snapshot);
        var published = new Immutable<FleetSnapshot>(snapshot);
        await silos.Notify(silo => silo.OnSnapshotAsync(published));
        foreach (string model in snapshot.Models.Union(before, StringComparer.Ordinal))
            await GrainFactory.GetGrain<IModelSchedulerGrain>(model).FleetChangedAsync(published);
    }

    private void Perform(FleetEffect effect)
    {
        switch (effect)
        {
            case FleetEffect.PollPool poll:
                _ = PollAsync(poll.NodeId, poll.PoolId);
                break;
            case FleetEffect.NodeStateChanged changed:
                LogNodeState(logger, changed.Node.NodeId, changed.Node.State);
                break;
            case FleetEffect.NodeForgotten forgotten:
                metrics.NodeExpired(forgotten.NodeId);
                break;
            case FleetEffect.PoolRemoved removed:
                metrics.PoolRemoved(removed.PoolId);
                break;
            default:
                throw new InvalidOperationException($"no shell for the effect {effect}");
        }
    }

    private async Task PollAsync(NodeId nodeId, PoolId poolId)
    {
        // One poll of a pool at a time: a slow node must not collect them.
        if (!state.Nodes.TryGetValue(nodeId.Value, out NodeRecord? node) || !polling.Add(poolId))
            return;
        try
        {
            PoolProbeResult result = await probe.PollAsync(node.Address, poolId);
            metrics.PoolPolled(poolId, result);
            await DecideAsync(new FleetEvent.PoolPolled(nodeId, poolId, result.Report));
        }
        finally
        {
            polling.Remove(poolId);
        }
    }

    private void ObserveHeartbeat(FleetEvent happened)
    {
        NodeId nodeId = happened is FleetEvent.Registered joined
            ? joined.Request.NodeId
            : ((FleetEvent.HeartbeatReceived)happened).NodeId;
        metrics.HeartbeatSeen(nodeId, state.Nodes[nodeId.Value].LastHeartbeat);
    }

    [LoggerMessage(2001, LogLevel.Information, "Node {NodeId} is {State}")]
    private static partial void LogNodeState(ILogger logger, NodeId nodeId, NodeState state);
}
