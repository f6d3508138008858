using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Core.Catalog;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Leases;
using LlamaOrch.Orchestrator.Fleet;
using LlamaOrch.Orchestrator.Metrics;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Utilities;

namespace LlamaOrch.Orchestrator.Grains;

/// <summary>
/// The shell around <see cref="FleetDecisions"/>: polls pools, tells silos and schedulers what changed.
/// </summary>
[KeepAlive]
internal sealed partial class FleetGrain : Grain, IFleetGrain
{
    // A silo that has not renewed for this long is gone; it renews every 10 s.
    private static readonly TimeSpan SubscriptionTtl = TimeSpan.FromSeconds(60);

    // A restored time is older than the true one by no more than this and what the store takes.
    private static readonly TimeSpan KeepTimesEveryMax = TimeSpan.FromSeconds(30);

    // A store that is away must not hold up a stop; what it misses are a few seconds of a time.
    private static readonly TimeSpan LastKeepMax = TimeSpan.FromSeconds(2);

    private readonly FleetLimits limits;
    private readonly TimeProvider time;
    private readonly FleetView view;
    private readonly PoolProbe probe;
    private readonly NodeKeeper keeper;
    private readonly FleetMetrics metrics;
    private readonly CatalogMetrics catalogMetrics;
    private readonly ILogger<FleetGrain> logger;
    private readonly ObserverManager<IFleetObserver> silos;
    private readonly Dictionary<PoolId, bool> polling = [];
    private bool isOver;
    private FleetState state;
    private FleetSnapshot snapshot;
    private FleetState read;
    private FleetSnapshot reading;

    public FleetGrain(
        FleetLimits limits,
        TimeProvider time,
        FleetView view,
        PoolProbe probe,
        NodeKeeper keeper,
        FleetMetrics metrics,
        CatalogMetrics catalogMetrics,
        ILogger<FleetGrain> logger)
    {
        this.limits = limits;
        this.time = time;
        this.view = view;
        this.probe = probe;
        this.keeper = keeper;
        this.metrics = metrics;
        this.catalogMetrics = catalogMetrics;
        this.logger = logger;
        silos = new ObserverManager<IFleetObserver>(SubscriptionTtl, logger);
        // Versions of a later life are above those of an earlier one, as fences are, so no silo takes them for old.
        long first = LeaseNumbers.FirstFence(time.GetUtcNow());
        state = FleetState.Empty with { FirstFence = first, Version = first };
        snapshot = new FleetSnapshot(state);
        (read, reading) = (state, snapshot);
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        // Before any pool is judged, or one with the wrong file would be served until the catalog is known.
        Immutable<CatalogSnapshot> catalog = await GrainFactory.GetGrain<ICatalogGrain>(0).ReadAsync();
        // Without the nodes of before, nobody would miss one that died with the process; as with the catalog, a store
        // that can't be read is asked again when the next call activates this grain.
        var before = new FleetEvent.Restored(await keeper.ReadAsync(cancellationToken));
        state = FleetDecisions.Decide(
            state with { Catalog = catalog.Value }, before, time.GetUtcNow(), limits).State;
        (snapshot, read) = (new FleetSnapshot(state), state);
        reading = snapshot;
        var tick = TimeSpan.FromTicks(Math.Min(limits.HeartbeatInterval.Ticks / 4, TimeSpan.TicksPerSecond));
        this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(tick, tick) { Interleave = true });
        this.RegisterGrainTimer(
            PollAllAsync,
            new GrainTimerCreationOptions(limits.PoolPollInterval, limits.PoolPollInterval) { Interleave = true });
        TimeSpan keep = limits.StaleAfter < KeepTimesEveryMax ? limits.StaleAfter : KeepTimesEveryMax;
        this.RegisterGrainTimer(KeepTimesAsync, new GrainTimerCreationOptions(keep, keep) { Interleave = true });
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        isOver = true;
        Task kept = keeper.KeepAsync(state, withTimes: true);
        await Task.WhenAny(kept, Task.Delay(LastKeepMax, time, cancellationToken));
    }

    public async ValueTask<Immutable<ErrorBody?>> ApplyAsync(Immutable<FleetEvent> happened) =>
        new(await DecideAsync(happened.Value));

    public ValueTask<Immutable<FleetSnapshot>> SubscribeAsync(IFleetObserver observer)
    {
        silos.Subscribe(observer, observer);
        return new(new Immutable<FleetSnapshot>(snapshot));
    }

    public ValueTask<Immutable<FleetSnapshot>> ReadAsync()
    {
        if (!ReferenceEquals(read, state))
            (read, reading) = (state, new FleetSnapshot(state));
        return new(new Immutable<FleetSnapshot>(reading));
    }

    private Task TickAsync(CancellationToken cancellationToken) => DecideAsync(new FleetEvent.Ticked()).AsTask();

    private Task KeepTimesAsync(CancellationToken cancellationToken) => keeper.KeepAsync(state, withTimes: true);

    private Task PollAllAsync(CancellationToken cancellationToken)
    {
        foreach (PoolSnapshot pool in snapshot.Pools)
            _ = PollAsync(pool.NodeId, pool.PoolId, again: false);
        return Task.CompletedTask;
    }

    private async ValueTask<ErrorBody?> DecideAsync(FleetEvent happened)
    {
        FleetDecision decision = FleetDecisions.Decide(state, happened, time.GetUtcNow(), limits);
        bool changed = decision.State.Version != state.Version;
        state = decision.State;
        ValueTask published = changed ? PublishAsync() : default;
        // Behind the fleet's back: whoever joins does not wait for a disk.
        if (changed && !isOver)
            _ = keeper.KeepAsync(state, withTimes: false);
        if (decision.Refusal is null && HeardFrom(happened) is NodeId nodeId)
            metrics.HeartbeatSeen(nodeId, state.Nodes[nodeId.Value].LastHeartbeat);
        foreach (FleetEffect effect in decision.Effects)
            Perform(effect);
        await published;
        return decision.Refusal;
    }

    /// <summary>
    /// This silo has the change when this returns; it is on its way to the others when the task ends.
    /// </summary>
    private ValueTask PublishAsync()
    {
        string[] models = [.. snapshot.Models];
        snapshot = new FleetSnapshot(state);
        view.Take(snapshot);
        return TellAsync(snapshot, models.Union(snapshot.Models, StringComparer.Ordinal));
    }

    private async ValueTask TellAsync(FleetSnapshot news, IEnumerable<string> models)
    {
        // Both kinds of call are one-way, and whoever is told of an older version after a newer one ignores it.
        var published = new Immutable<FleetSnapshot>(news);
        foreach (string model in models)
            await GrainFactory.GetGrain<IModelSchedulerGrain>(model).FleetChangedAsync(published);
        await silos.Notify(silo => silo.OnSnapshotAsync(published));
    }

    private void Perform(FleetEffect effect)
    {
        switch (effect)
        {
            case FleetEffect.PollPool poll:
                _ = PollAsync(poll.NodeId, poll.PoolId, again: true);
                break;
            case FleetEffect.NodeStateChanged changed:
                LogNodeState(logger, changed.Node.NodeId, changed.Node.State);
                break;
            case FleetEffect.NodeIdTaken taken:
                metrics.NodeIdTaken();
                if (taken.News is NodeConflict conflict)
                    LogNodeIdTaken(logger, taken.NodeId, conflict.Address);
                break;
            case FleetEffect.NodeForgotten forgotten:
                metrics.Deregistered(FleetMetrics.Expired);
                LogForgotten(logger, forgotten.NodeId);
                break;
            case FleetEffect.ModelVerified verified:
                Verified(verified.NodeId, verified.Pool);
                break;
            default:
                throw new InvalidOperationException($"no shell for the effect {effect}");
        }
    }

    private void Verified(NodeId nodeId, PoolRecord pool)
    {
        catalogMetrics.Verified(pool.Verification);
        if (pool.Verification == VerificationResult.Mismatch)
            LogMismatch(logger, nodeId, pool.Report.PoolId, pool.Report.ModelId!.Value);
    }

    private async Task PollAsync(NodeId nodeId, PoolId poolId, bool again)
    {
        if (!polling.TryAdd(poolId, false))
        {
            // One poll of a pool at a time: a slow node must not collect them. One that was asked for because of what
            // has just happened follows, since the answer under way may be older than that.
            polling[poolId] |= again;
            return;
        }

        try
        {
            do
            {
                polling[poolId] = false;
                if (!state.Nodes.TryGetValue(nodeId.Value, out NodeRecord? node))
                    return;
                PoolProbeResult result = await probe.PollAsync(node.Address, poolId);
                if (isOver)
                    return;
                metrics.PoolPolled(poolId, result);
                await DecideAsync(new FleetEvent.PoolPolled(nodeId, poolId, result.Report, result.Problem));
            }
            while (polling[poolId]);
        }
        catch (Exception) when (isOver)
        {
            // What it has to tell, the next life asks for itself.
        }
        catch (Exception failure)
        {
            LogPollFailed(logger, failure, poolId);
        }
        finally
        {
            polling.Remove(poolId);
        }
    }

    private static NodeId? HeardFrom(FleetEvent happened) => happened switch
    {
        FleetEvent.Registered joined => joined.Request.NodeId,
        FleetEvent.HeartbeatReceived beat => beat.NodeId,
        _ => null,
    };

    [LoggerMessage(2001, LogLevel.Information, "Node {NodeId} is {State}", EventName = "node_state")]
    private static partial void LogNodeState(ILogger logger, NodeId nodeId, NodeState state);

    [LoggerMessage(2290, LogLevel.Warning,
        "Node id {NodeId} is claimed by a second agent, at {Address}: it is refused",
        EventName = "node_id_taken")]
    private static partial void LogNodeIdTaken(ILogger logger, NodeId nodeId, Uri address);

    [LoggerMessage(2003, LogLevel.Warning,
        "Node {NodeId} has been silent for too long and is forgotten", EventName = "node_forgotten")]
    private static partial void LogForgotten(ILogger logger, NodeId nodeId);

    [LoggerMessage(2005, LogLevel.Warning,
        "The file of model {ModelId} on node {NodeId} is not the catalog's: pool {PoolId} gets no work",
        EventName = "model_mismatch")]
    private static partial void LogMismatch(ILogger logger, NodeId nodeId, PoolId poolId, ModelId modelId);

    [LoggerMessage(2004, LogLevel.Error, "The poll of pool {PoolId} ended by a defect", EventName = "pool_poll_defect")]
    private static partial void LogPollFailed(ILogger logger, Exception failure, PoolId poolId);
}
