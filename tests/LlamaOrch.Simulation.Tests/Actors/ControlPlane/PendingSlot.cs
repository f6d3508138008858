using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Leases;
using LlamaOrch.Simulation.Tests.World;

namespace LlamaOrch.Simulation.Tests.Actors.ControlPlane;

/// <summary>Stands for the product's class of the same name: a task that waits for its turn.</summary>
internal sealed class PendingSlot(SimulatedControlPlane control, ModelId model, TaskId task)
{
    private readonly TaskCompletionSource<SlotLease> granted = new();
    private bool gaveUp;

    /// <summary>The model that it waits for.</summary>
    public ModelId Model => model;

    /// <summary>The task.</summary>
    public TaskId TaskId => task;

    /// <summary>Hands the slot over; false when the task does not wait any more.</summary>
    public bool Grant(SlotLease lease) => !gaveUp && granted.TrySetResult(lease);

    /// <summary>The slot; null when it is not wanted any more or took too long.</summary>
    public async Task<SlotLease?> WaitAsync(CancellationToken stop)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        control.Post(control.Limits.WaitMax, () =>
        {
            if (!granted.Task.IsCompleted && !gaveUp)
                limit.Cancel();
        });
        if (await granted.Task.UnlessAsync(limit.Token))
            return await granted.Task;
        control.Broker.GiveUp(this);
        gaveUp = true;
        // The slot may have come in the same moment: then it goes back at once.
        if (granted.Task.IsCompleted)
            control.Broker.Release(await granted.Task);
        return null;
    }
}
