using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Scheduling;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>A task on this silo that waits for its turn. How long it may is the scheduler's affair.</summary>
internal sealed class PendingSlot(SlotBroker broker, SlotRequest request, long ticket, int bodyBytes)
{
    private static readonly object GivenUp = new();

    // Null at first; then who listens; at the end the answer, or that nobody wants one.
    private object? state;

    /// <summary>The model that it waits for.</summary>
    public ModelId Model => request.ModelId;

    /// <summary>The task.</summary>
    public TaskId TaskId => request.TaskId;

    /// <summary>The number of its wish.</summary>
    public long Ticket => ticket;

    /// <summary>Size of the body that is kept meanwhile.</summary>
    public int BodyBytes => bodyBytes;

    /// <summary>Hands the slot over; false when the task does not wait any more.</summary>
    public bool Grant(SlotLease lease) => Settle(new SlotAnswer.Granted(lease));

    /// <summary>Ends the wait without a slot.</summary>
    public void Drop(SlotAnswer.Refused why) => Settle(why);

    /// <summary>Tells somebody how the wait ends, at once when it has ended; one listener at most.</summary>
    public void Listen(ISlotListener listener)
    {
        if (Interlocked.CompareExchange(ref state, listener, null) is SlotAnswer answer)
            listener.Settled(answer);
    }

    /// <summary>Leaves the queue; false when the wait is settled already.</summary>
    public bool GiveUp()
    {
        while (true)
        {
            object? seen = Volatile.Read(ref state);
            if (ReferenceEquals(seen, GivenUp) || seen is SlotAnswer)
                return false;
            if (!ReferenceEquals(Interlocked.CompareExchange(ref state, GivenUp, seen), seen))
                continue;
            broker.GiveUp(this);
            return true;
        }
    }

    /// <summary>Waits for the turn: it is granted or refused.</summary>
    /// <exception cref="OperationCanceledException">The token was canceled; the place is given up.</exception>
    public async Task<SlotAnswer> WaitAsync(CancellationToken cancellationToken)
    {
        var wait = new SlotWait();
        Listen(wait);
        try
        {
            return await wait.Task.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The slot may have come in the same moment: then it goes back at once.
            if (!GiveUp() && await wait.Task is SlotAnswer.Granted late)
                broker.Release(late.Lease);
            throw;
        }
    }

    private bool Settle(SlotAnswer answer)
    {
        while (true)
        {
            object? seen = Volatile.Read(ref state);
            if (seen is not (null or ISlotListener))
                return false;
            if (!ReferenceEquals(Interlocked.CompareExchange(ref state, answer, seen), seen))
                continue;
            (seen as ISlotListener)?.Settled(answer);
            return true;
        }
    }
}
