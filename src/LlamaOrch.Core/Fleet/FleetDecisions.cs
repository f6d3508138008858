using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Core.Catalog;

namespace LlamaOrch.Core.Fleet;

/// <summary>How the registry of nodes changes: pure, with the time handed in.</summary>
public static class FleetDecisions
{
    /// <summary>Decides one event.</summary>
    public static FleetDecision Decide(FleetState state, FleetEvent happened, DateTimeOffset now, FleetLimits limits) =>
        happened switch
        {
            FleetEvent.Registered joined => Register(state, joined.Request, now, limits),
            FleetEvent.HeartbeatReceived beat => Heartbeat(state, beat, now, limits),
            FleetEvent.Deregistered left => Deregister(state, left),
            FleetEvent.DrainRequested drain => Drain(state, drain.NodeId),
            FleetEvent.PoolPolled polled => Polled(state, polled),
            FleetEvent.DispatchFailed failed => DispatchFailed(state, failed.PoolId),
            FleetEvent.PoolRests rests => Rests(state, rests),
            FleetEvent.PoolExhausted exhausted => PoolExhausted(state, exhausted.PoolId),
            FleetEvent.CatalogChanged changed => CatalogChanged(state, changed.Catalog),
            FleetEvent.Restored restored => RestorationRules.Restore(state, restored.Nodes, now, limits),
            FleetEvent.Ticked => SilenceRules.Tick(state, now, limits),
            _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "not a fleet event"),
        };

    private static FleetDecision Register(
        FleetState state, RegisterNodeRequest request, DateTimeOffset now, FleetLimits limits)
    {
        NodeRecord? known = state.Nodes.GetValueOrDefault(request.NodeId.Value);
        if (RegistrationRules.Refuse(state, request, known, limits) is ErrorBody refusal)
            return new FleetDecision(state, [], refusal);
        if (known is not null && InstanceRules.IsTaken(known, request))
            return Conflict(state, known, request, now);

        var change = new FleetChange(state);
        var node = new NodeRecord
        {
            NodeId = request.NodeId,
            MachineId = request.MachineId,
            Address = request.Address,
            Version = request.Version,
            Capabilities = request.Capabilities,
            State = NodeState.Online,
            LastHeartbeat = now,
            Pools = RegistrationRules.NoPools,
            Models = request.Models ?? [],
            InstanceId = request.InstanceId,
            Replaced = InstanceRules.ReplacedBy(known, request),
            Conflict = known?.Address == request.Address ? known.Conflict : null,
        };
        change.ReplaceNode(node, request.Pools, keepAnswers: false);
        change.Effects.Add(new FleetEffect.NodeStateChanged(node));
        foreach (PoolReport pool in request.Pools)
            change.Effects.Add(new FleetEffect.PollPool(request.NodeId, pool.PoolId));
        return change.Decide(placementChanged: true);
    }

    /// <summary>The claim is refused, and kept for as long as it is made: an operator has to choose.</summary>
    private static FleetDecision Conflict(
        FleetState state, NodeRecord known, RegisterNodeRequest request, DateTimeOffset now)
    {
        var change = new FleetChange(state);
        var conflict = new NodeConflict(request.MachineId, request.Address, now);
        bool isNew = known.Conflict is not NodeConflict before
            || before with { LastSeen = now } != conflict;
        change.SetNode(known with { Conflict = conflict });
        change.Effects.Add(new FleetEffect.NodeIdTaken(known.NodeId, isNew ? conflict : null));
        return change.Decide(placementChanged: false) with { Refusal = InstanceRules.Taken(known) };
    }

    private static FleetDecision Heartbeat(
        FleetState state, FleetEvent.HeartbeatReceived beat, DateTimeOffset now, FleetLimits limits)
    {
        if (!state.Nodes.TryGetValue(beat.NodeId.Value, out NodeRecord? node) || node.IsRestored)
            return new FleetDecision(state, [], RegistrationRules.UnknownNode(beat.NodeId));
        // Told before its pools are judged: they are another agent's, whatever they are.
        if (beat.InstanceId != node.InstanceId)
        {
            return new FleetDecision(
                state, [new FleetEffect.NodeIdTaken(beat.NodeId, null)], InstanceRules.Taken(node));
        }

        ErrorBody? refusal = RegistrationRules.RefusePools(state, beat.NodeId, beat.Pools, limits)
            ?? RegistrationRules.RefuseModels(beat.Models)
            ?? RegistrationRules.RefuseDisks(beat.Disks);
        if (refusal is not null)
            return new FleetDecision(state, [], refusal);

        var change = new FleetChange(state);
        NodeState reachable = node.DrainRequested ? NodeState.Draining : NodeState.Online;
        bool stateChanged = reachable != node.State;
        IReadOnlyList<ModelReport> models = beat.Models ?? [];
        bool modelsChanged = !models.SequenceEqual(node.Models);
        bool poolsChanged = change.ReplaceNode(
            node with { LastHeartbeat = now, State = reachable, Models = models, Disks = beat.Disks },
            beat.Pools,
            keepAnswers: true);
        if (stateChanged)
            change.Effects.Add(new FleetEffect.NodeStateChanged(change.Node(beat.NodeId)));
        foreach (PoolRecord pool in change.Node(beat.NodeId).Pools.Values)
        {
            if (!pool.Answers)
                change.Effects.Add(new FleetEffect.PollPool(beat.NodeId, pool.Report.PoolId));
        }

        return change.Decide(stateChanged || poolsChanged || modelsChanged);
    }

    private static FleetDecision Deregister(FleetState state, FleetEvent.Deregistered left)
    {
        if (!state.Nodes.TryGetValue(left.NodeId.Value, out NodeRecord? node))
            return new FleetDecision(state, [], RegistrationRules.UnknownNode(left.NodeId));
        // An agent that was refused, or replaced, must not take the node of the other one along.
        if (left.InstanceId is string own && !node.IsRestored && own != node.InstanceId)
            return new FleetDecision(state, [], InstanceRules.Taken(node));
        var change = new FleetChange(state);
        change.RemoveNode(left.NodeId);
        return change.Decide(placementChanged: true);
    }

    private static FleetDecision Drain(FleetState state, NodeId nodeId)
    {
        // A restored node registers before it takes work again, and registering ends a drain.
        if (!state.Nodes.TryGetValue(nodeId.Value, out NodeRecord? node) || node.IsRestored)
            return new FleetDecision(state, [], RegistrationRules.UnknownNode(nodeId));
        var change = new FleetChange(state);
        NodeState judged = node.State == NodeState.Offline ? NodeState.Offline : NodeState.Draining;
        change.SetNode(node with { State = judged, DrainRequested = true });
        change.Effects.Add(new FleetEffect.NodeStateChanged(change.Node(nodeId)));
        return change.Decide(placementChanged: true);
    }

    private static FleetDecision Polled(FleetState state, FleetEvent.PoolPolled polled)
    {
        // An answer may arrive after its node has left or dropped the pool: then there is nothing to say.
        if (!state.Nodes.TryGetValue(polled.NodeId.Value, out NodeRecord? node)
            || !node.Pools.TryGetValue(polled.PoolId.Value, out PoolRecord? pool))
            return new FleetDecision(state, []);

        if (polled.Report is PoolReport report && PoolReportRules.Refuse(report) is null)
            return ReplacePool(state, node, pool, PoolRecord.Of(report, answers: true, state, pool));
        // One answer that did not come says little: it is asked for again before the pool is given up.
        PoolRecord missed = pool with { Answers = false, IsDoubted = pool.Answers, Problem = polled.Problem };
        FleetDecision decision = ReplacePool(state, node, pool, missed);
        return missed.IsDoubted
            ? decision with { Effects = [.. decision.Effects, new FleetEffect.PollPool(polled.NodeId, polled.PoolId)] }
            : decision;
    }

    private static FleetDecision DispatchFailed(FleetState state, PoolId poolId)
    {
        if (!state.PoolOwners.TryGetValue(poolId, out NodeId owner))
            return new FleetDecision(state, []);
        NodeRecord node = state.Nodes[owner.Value];
        PoolRecord pool = node.Pools[poolId.Value];
        FleetDecision decision = ReplacePool(state, node, pool, pool with
        {
            Answers = false,
            IsDoubted = pool.Answers || pool.IsDoubted,
        });
        return decision with { Effects = [.. decision.Effects, new FleetEffect.PollPool(owner, poolId)] };
    }

    private static FleetDecision Rests(FleetState state, FleetEvent.PoolRests rests)
    {
        if (!state.PoolOwners.TryGetValue(rests.PoolId, out NodeId owner))
            return new FleetDecision(state, []);
        NodeRecord node = state.Nodes[owner.Value];
        PoolRecord pool = node.Pools[rests.PoolId.Value];
        var change = new FleetChange(state);
        change.SetNode(node with
        {
            Pools = node.Pools.SetItem(
                rests.PoolId.Value, pool with { Failures = rests.Failures, RestsUntil = rests.Until }),
        });
        // Not for placement, which knows; every replica shows it.
        return change.Decide(placementChanged: true);
    }

    private static FleetDecision PoolExhausted(FleetState state, PoolId poolId) =>
        state.PoolOwners.TryGetValue(poolId, out NodeId owner)
            ? new FleetDecision(state, [new FleetEffect.PollPool(owner, poolId)])
            : new FleetDecision(state, []);

    private static FleetDecision CatalogChanged(FleetState state, CatalogSnapshot catalog)
    {
        // News may overtake each other.
        if (catalog.Version <= state.Catalog.Version)
            return new FleetDecision(state, []);
        var change = new FleetChange(state with { Catalog = catalog });
        foreach (NodeRecord node in state.Nodes.Values)
        {
            var pools = node.Pools.ToBuilder();
            foreach ((string id, PoolRecord pool) in node.Pools)
            {
                PoolRecord now = pool with { Verification = DigestRules.Judge(catalog, pool.Report) };
                if (now.Verification == pool.Verification)
                    continue;
                pools[id] = now;
                change.NoteVerification(node.NodeId, pool, now);
            }

            change.SetNode(node with { Pools = pools.ToImmutable() });
        }

        return change.Decide(placementChanged: true);
    }

    private static FleetDecision ReplacePool(FleetState state, NodeRecord node, PoolRecord before, PoolRecord after)
    {
        var change = new FleetChange(state);
        change.SetNode(node with { Pools = node.Pools.SetItem(after.Report.PoolId.Value, after) });
        change.NoteVerification(node.NodeId, before, after);
        return change.Decide(PlacementView.Differs(before, after));
    }
}
