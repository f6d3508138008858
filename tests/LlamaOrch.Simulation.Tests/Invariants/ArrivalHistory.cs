using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Simulation.Tests.Invariants;

/// <summary>The order in which tasks got onto disk, kept over all lives of the control plane.</summary>
internal sealed class ArrivalHistory
{
    private readonly Dictionary<TaskId, long> order = [];

    private long last;

    /// <summary>A task is on disk.</summary>
    public void Add(TaskId task) => order[task] = ++last;

    /// <summary>Its number.</summary>
    public long Of(TaskId task) => order.GetValueOrDefault(task, -1);
}
