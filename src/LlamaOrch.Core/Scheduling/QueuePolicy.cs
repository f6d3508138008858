namespace LlamaOrch.Core.Scheduling;

/// <summary>What happens when a task comes to a full queue.</summary>
public enum QueuePolicy
{
    /// <summary>The newcomer is turned away.</summary>
    Reject,

    /// <summary>
    /// The oldest waiting batch task makes room; without one, the oldest of the newcomer's own priority. Of tasks that
    /// had a slot, or waited in an earlier life of the control plane, none is dropped.
    /// </summary>
    DropLru,
}
