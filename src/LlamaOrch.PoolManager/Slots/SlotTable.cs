using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.PoolManager.Slots;

/// <summary>
/// Who holds the slots of one pool. The node is the authority here: whatever the control plane believes, no lease
/// beyond the total is taken, none twice, and none that a later holder of the same id has overtaken.
/// </summary>
internal sealed class SlotTable
{
    /// <summary>
    /// How many ended leases are remembered, so that a delayed duplicate is known: seconds of full load.
    /// </summary>
    public const int EndedMax = 4096;

    private readonly Lock gate = new();
    private readonly Dictionary<LeaseId, Held> active = [];
    private readonly Dictionary<LeaseId, long> ended = [];
    private readonly Queue<(LeaseId Lease, long Fence)> endedOrder = new();
    private TaskCompletionSource? idle;
    private int total;

    /// <summary>
    /// Slots, taken or not. May shrink below what is taken: then nothing is given out until enough ended.
    /// </summary>
    public int Total
    {
        get
        {
            lock (gate)
                return total;
        }

        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            lock (gate)
                total = value;
        }
    }

    /// <summary>Slots that no lease holds, never below 0.</summary>
    public int Free
    {
        get
        {
            lock (gate)
                return Math.Max(0, total - active.Count);
        }
    }

    /// <summary>The leases that hold a slot now.</summary>
    public IReadOnlyList<LeaseId> Active
    {
        get
        {
            lock (gate)
                return active.Count == 0 ? [] : [.. active.Keys];
        }
    }

    /// <summary>
    /// All of these at one moment: a total that grows between two looks would be less than what is free.
    /// </summary>
    /// <param name="place">Whose leases are listed; the slots are everybody's.</param>
    public (int Total, int Free, IReadOnlyList<LeaseId> Active) Look(string? place = null)
    {
        lock (gate)
        {
            LeaseId[] leases = active.Count == 0
                ? []
                : [.. active.Where(lease => lease.Value.Place == place).Select(lease => lease.Key)];
            return (total, Math.Max(0, total - active.Count), leases);
        }
    }

    /// <summary>Takes a slot; null when it is taken, otherwise why not.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="fence">Its fencing number.</param>
    /// <param name="end">
    /// Ends the lease's request, should its owner have gone. Called under the table's lock, so that the lease holds its
    /// slot until it returns: must neither throw nor wait.
    /// </param>
    /// <param name="place">For which of several users of the slots; null for the first.</param>
    public ErrorCode? Take(LeaseId lease, long fence, Action? end = null, string? place = null)
    {
        lock (gate)
        {
            if (active.ContainsKey(lease))
                return ErrorCode.Conflict;
            if (ended.TryGetValue(lease, out long seen) && fence <= seen)
                return ErrorCode.Conflict;
            if (active.Count >= total)
                return ErrorCode.ReplicaExhausted;
            active.Add(lease, new Held(fence, end, place));
            return null;
        }
    }

    /// <summary>Gives a slot back; a lease that holds none is ignored.</summary>
    public void Release(LeaseId lease)
    {
        lock (gate)
        {
            if (!active.Remove(lease, out Held held))
                return;
            Remember_NeedsLock(lease, held.Fence);
            if (active.Count == 0)
                idle?.TrySetResult();
        }
    }

    /// <summary>
    /// Ends the request of a lease whose owner has gone; its slot is free when the request is. False when the lease
    /// holds no slot.
    /// </summary>
    public bool GiveUp(LeaseId lease)
    {
        // Under the lock: what is ended belongs to this request only while its lease is active. Right afterwards the
        // same connection may serve somebody else's.
        lock (gate)
        {
            if (!active.TryGetValue(lease, out Held held))
                return false;
            held.End?.Invoke();
            return true;
        }
    }

    /// <summary>Ends when no lease holds a slot.</summary>
    public Task WhenIdleAsync()
    {
        lock (gate)
        {
            if (active.Count == 0)
                return Task.CompletedTask;
            if (idle is null || idle.Task.IsCompleted)
                idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return idle.Task;
        }
    }

    private void Remember_NeedsLock(LeaseId lease, long fence)
    {
        ended[lease] = fence;
        endedOrder.Enqueue((lease, fence));
        if (endedOrder.Count <= EndedMax)
            return;
        (LeaseId oldest, long oldestFence) = endedOrder.Dequeue();
        // The same id may have ended again since, with a higher fence: then that entry is the one to keep.
        if (ended.TryGetValue(oldest, out long kept) && kept == oldestFence)
            ended.Remove(oldest);
    }

    private readonly record struct Held(long Fence, Action? End, string? Place);
}
