using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Leases;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>A task on this silo that waits for its turn.</summary>
internal sealed class PendingSlot(SlotBroker broker, ModelId model, TaskId taskId)
{
    private readonly TaskCompletionSource<SlotLease> granted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The model that it waits for.</summary>
    public ModelId Model => model;

    /// <summary>The task.</summary>
    public TaskId TaskId => taskId;

    /// <summary>Hands the slot over; false when the task does not wait any more.</summary>
    public bool Grant(SlotLease lease) => granted.TrySetResult(lease);

    /// <summary>Waits for the turn, within the broker's limit.</summary>
    public async Task<SlotLease> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await granted.Task.WaitAsync(broker.WaitMax, broker.Time, cancellationToken);
        }
        catch (Exception failure) when (failure is OperationCanceledException or TimeoutException)
        {
            broker.GiveUp(this);
            // The slot may have come in the same moment: then it goes back at once.
            if (!granted.TrySetCanceled(CancellationToken.None) && granted.Task.IsCompletedSuccessfully)
                broker.Release(await granted.Task);
            throw;
        }
    }
}
