using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Scheduling;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>A task on this silo that waits for its turn. How long it may is the scheduler's affair.</summary>
internal sealed class PendingSlot(SlotBroker broker, ModelId model, TaskId taskId)
{
    private readonly TaskCompletionSource<SlotAnswer> settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The model that it waits for.</summary>
    public ModelId Model => model;

    /// <summary>The task.</summary>
    public TaskId TaskId => taskId;

    /// <summary>Hands the slot over; false when the task does not wait any more.</summary>
    public bool Grant(SlotLease lease) => settled.TrySetResult(new SlotAnswer.Granted(lease));

    /// <summary>Ends the wait without a slot.</summary>
    public void Drop(SlotAnswer.Refused why) => settled.TrySetResult(why);

    /// <summary>Waits for the turn: it is granted or refused.</summary>
    /// <exception cref="OperationCanceledException">The token was canceled; the place is given up.</exception>
    public async Task<SlotAnswer> WaitAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await settled.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            broker.GiveUp(this);
            // The slot may have come in the same moment: then it goes back at once.
            if (!settled.TrySetCanceled(CancellationToken.None)
                && settled.Task is { IsCompletedSuccessfully: true, Result: SlotAnswer.Granted late })
                broker.Release(late.Lease);
            throw;
        }
    }
}
