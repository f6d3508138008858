namespace LlamaOrch.Contracts.Nodes;

/// <summary>What the control plane thinks of a node.</summary>
public enum NodeState
{
    /// <summary>Registered, no heartbeat or status seen yet.</summary>
    Registering,

    /// <summary>Its heartbeats arrive.</summary>
    Online,

    /// <summary>A heartbeat is missing or a dispatch failed; gets no new work.</summary>
    Suspect,

    /// <summary>Finishes what it has, gets no new work.</summary>
    Draining,

    /// <summary>No heartbeat for longer than the stale limit.</summary>
    Offline,
}
