using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Simulation.Tests.Invariants;

/// <summary>The order in which tasks first came to their queues, kept over all lives of the control plane.</summary>
internal sealed class ArrivalHistory
{
    private readonly Dictionary<TaskId, long> order = [];

    /// <summary>A task was taken into its queue, or at once onto a slot.</summary>
    public void Add(TaskId task) => order[task] = order.Count;

    /// <summary>Its number.</summary>
    public long Of(TaskId task) => order.GetValueOrDefault(task, -1);
}
