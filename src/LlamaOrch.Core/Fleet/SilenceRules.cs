using LlamaOrch.Contracts.Nodes;

namespace LlamaOrch.Core.Fleet;

/// <summary>How the silence of nodes is judged as time passes.</summary>
internal static class SilenceRules
{
    public static FleetDecision Tick(FleetState state, DateTimeOffset now, FleetLimits limits)
    {
        // Whoever has slept (paused process, clock set) has heard nobody meanwhile: silence counts from here.
        bool slept = now < state.LastTick || now - state.LastTick > limits.HeartbeatInterval;
        FleetState awake = state with { LastTick = now, AwakeSince = slept ? now : state.AwakeSince };
        var change = new FleetChange(awake);
        bool changed = false;
        foreach (NodeRecord node in state.Nodes.Values)
            changed |= Judge(change, node, now, awake.AwakeSince, limits);
        return change.Decide(changed);
    }

    private static bool Judge(
        FleetChange change, NodeRecord node, DateTimeOffset now, DateTimeOffset awakeSince, FleetLimits limits)
    {
        if (node.Conflict is NodeConflict conflict && (now - conflict.LastSeen).Duration() > limits.StaleAfter)
        {
            // It tries every few seconds: it has gone, or has got a name of its own.
            node = node with { Conflict = null };
            change.SetNode(node);
        }

        if (node.LastHeartbeat > now)
        {
            // The clock was set back; else a node that dies now would look alive for as long as the jump was.
            change.SetNode(node with { LastHeartbeat = now });
            return false;
        }

        TimeSpan silent = now - (node.LastHeartbeat > awakeSince ? node.LastHeartbeat : awakeSince);
        NodeState judged = StateAfter(node.State, silent, limits);
        if (judged == NodeState.Offline && silent > limits.StaleAfter + limits.ForgetAfter)
        {
            change.RemoveNode(node.NodeId);
            change.Effects.Add(new FleetEffect.NodeForgotten(node.NodeId));
            return true;
        }

        if (node.IsExpected && silent > limits.StaleAfter)
        {
            change.SetNode(node with { IsExpected = false });
            return true;
        }

        if (judged == node.State)
            return false;
        change.SetNode(node with { State = judged });
        change.Effects.Add(new FleetEffect.NodeStateChanged(change.Node(node.NodeId)));
        return true;
    }

    private static NodeState StateAfter(NodeState state, TimeSpan silent, FleetLimits limits)
    {
        // What is offline stays so until it is heard of.
        if (silent > limits.StaleAfter || state == NodeState.Offline)
            return NodeState.Offline;
        // Half an interval of grace: one late heartbeat is no suspicion.
        bool late = silent > limits.HeartbeatInterval * 1.5;
        return state is NodeState.Online && late ? NodeState.Suspect : state;
    }
}
