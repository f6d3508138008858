using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Simulation.Tests.World;

namespace LlamaOrch.Simulation.Tests.Actors.ControlPlane;

/// <summary>Stands for the product's class of the same name: a task that waits for its turn.</summary>
internal sealed class PendingSlot(SimulatedControlPlane control, ModelId model, TaskId task, long ticket)
{
    private readonly TaskCompletionSource<SlotAnswer> settled = new();
    private bool gaveUp;

    /// <summary>The model that it waits for.</summary>
    public ModelId Model => model;

    /// <summary>The task.</summary>
    public TaskId TaskId => task;

    /// <summary>The number of its wish.</summary>
    public long Ticket => ticket;

    /// <summary>Hands the slot over; false when the task does not wait any more.</summary>
    public bool Grant(SlotLease lease) => !gaveUp && settled.TrySetResult(new SlotAnswer.Granted(lease));

    /// <summary>Ends the wait without a slot.</summary>
    public void Drop(SlotAnswer.Refused why) => settled.TrySetResult(why);

    /// <summary>What it comes to; null when it is not wanted any more.</summary>
    public async Task<SlotAnswer?> WaitAsync(CancellationToken stop)
    {
        if (await settled.Task.UnlessAsync(stop))
            return await settled.Task;
        control.Broker.GiveUp(this);
        gaveUp = true;
        // The slot may have come in the same moment: then it goes back at once.
        if (settled.Task.IsCompleted && await settled.Task is SlotAnswer.Granted late)
            control.Broker.Release(late.Lease);
        return null;
    }
}
