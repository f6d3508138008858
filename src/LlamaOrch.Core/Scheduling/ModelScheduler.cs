using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Placement;

namespace LlamaOrch.Core.Scheduling;

/// <summary>
/// Who is next for one model, and on which slot: the queue, the leases and the decision. Single-threaded, without a
/// clock, without I/O; the grain around it gives it events one at a time.
/// </summary>
public sealed class ModelScheduler(ModelId model, QueueLimits limits, long firstFence)
{
    private readonly PlacementPipeline placement = new();
    private readonly WaitingTasks interactive = new();
    private readonly WaitingTasks batch = new();
    private readonly Dictionary<LeaseId, SlotLease> leases = [];
    private readonly Dictionary<PoolId, PoolUse> uses = [];
    private readonly DrainRate drain = new();
    private List<PoolCandidate> candidates = [];
    private FleetSnapshot fleet = FleetSnapshot.Empty;
    private long lastFence = firstFence;
    private long lastPlace;
    private int grantsSinceBatch;

    /// <summary>Tasks that wait.</summary>
    public int Waiting => interactive.Count + batch.Count;

    /// <summary>Leases that are out.</summary>
    public int Leased => leases.Count;

    /// <summary>Tasks of one priority that wait.</summary>
    public int WaitingWith(TaskPriority priority) => QueueOf(priority).Count;

    /// <summary>A task wants a slot: it gets one, waits, or is refused.</summary>
    public SlotAnswer Acquire(SlotRequest request)
    {
        WaitingTasks queue = QueueOf(request.Priority);
        if (queue.Contains(request.TaskId))
            return new SlotAnswer.Refused(ErrorCode.Conflict, $"Task {request.TaskId} waits already.");
        if (request.Place is null && RefuseNew(request) is SlotAnswer.Refused refusal)
            return refusal;

        long place = request.Place ?? ++lastPlace;
        if (queue.Count == 0 && (request.Priority == TaskPriority.Interactive || interactive.Count == 0)
            && TryGrant(request, place) is SlotLease lease)
            return new SlotAnswer.Granted(lease);

        queue.Add(place, request);
        int ahead = request.Priority == TaskPriority.Batch ? interactive.Count : 0;
        return new SlotAnswer.Queued(ahead + queue.CountBefore(place));
    }

    /// <summary>A slot comes back; unknown leases (released twice, or of an earlier life) change nothing.</summary>
    public void Release(LeaseId leaseId, DateTimeOffset now, List<SlotGrant> grants)
    {
        if (!leases.Remove(leaseId, out SlotLease? lease))
            return;
        drain.Record(now);
        PoolUse use = uses[lease.PoolId];
        SetUse(lease.PoolId, use with { Lent = use.Lent - 1 });
        GrantWaiting(grants);
    }

    /// <summary>A waiting task does not want its slot any more; false when it did not wait.</summary>
    public bool Withdraw(TaskId taskId) => interactive.Remove(taskId) || batch.Remove(taskId);

    /// <summary>The fleet has changed; whoever can start now does.</summary>
    public void FleetChanged(FleetSnapshot snapshot, List<SlotGrant> grants)
    {
        if (snapshot.Version < fleet.Version)
            return;
        fleet = snapshot;
        RebuildCandidates();
        GrantWaiting(grants);
    }

    private SlotAnswer.Refused? RefuseNew(SlotRequest request)
    {
        IReadOnlyList<PoolSnapshot> pools = fleet.PoolsOf(model);
        if (pools.Count == 0)
        {
            return new SlotAnswer.Refused(
                ErrorCode.ModelNotAvailable, $"No node serves the model '{model}': see GET /v1/models.");
        }

        if (!pools.Any(pool => pool.Available))
        {
            return new SlotAnswer.Refused(
                ErrorCode.PoolUnready, $"The pools of model '{model}' are not ready: try again shortly.");
        }

        int contextMax = pools.Max(pool => pool.ContextTokens == 0 ? int.MaxValue : pool.ContextTokens);
        if (request.ContextTokens > contextMax)
        {
            return new SlotAnswer.Refused(
                ErrorCode.InvalidParams, $"max_tokens is {request.ContextTokens}, the model's context {contextMax}.");
        }

        return Waiting < limits.Capacity
            ? null
            : new SlotAnswer.Refused(
                ErrorCode.AdmissionReject, $"The queue of model '{model}' is full ({limits.Capacity} tasks).", drain.NextPlaceMs);
    }

    private void GrantWaiting(List<SlotGrant> grants)
    {
        while (Waiting > 0)
        {
            bool batchTurn = interactive.Count == 0 || (batch.Count > 0 && grantsSinceBatch >= limits.BatchEvery - 1);
            if (!GrantFirstThatFits(batchTurn ? batch : interactive, grants)
                && !GrantFirstThatFits(batchTurn ? interactive : batch, grants))
                return;
        }
    }

    private bool GrantFirstThatFits(WaitingTasks queue, List<SlotGrant> grants)
    {
        int looked = 0;
        for (var node = queue.First; node is not null && looked < limits.LookAhead; node = node.Next, looked++)
        {
            (long place, SlotRequest request) = node.Value;
            if (TryGrant(request, place) is not SlotLease lease)
                continue;
            queue.Remove(request.TaskId);
            grantsSinceBatch = queue == batch ? 0 : grantsSinceBatch + 1;
            grants.Add(new SlotGrant(request, lease));
            return true;
        }

        return false;
    }

    private SlotLease? TryGrant(SlotRequest request, long place)
    {
        var wanted = new PlacementRequest(request.ContextTokens, request.Avoid);
        if (placement.Choose(candidates, wanted) is not PoolCandidate chosen)
            return null;

        PoolSnapshot pool = chosen.Pool;
        long fence = ++lastFence;
        var lease = new SlotLease
        {
            LeaseId = new LeaseId(fence.ToString("x")),
            Fence = fence,
            TaskId = request.TaskId,
            ModelId = model,
            PoolId = pool.PoolId,
            NodeId = pool.NodeId,
            Address = pool.Address,
            Engine = pool.Engine,
            Place = place,
        };
        leases.Add(lease.LeaseId, lease);
        SetUse(pool.PoolId, new PoolUse(chosen.SlotsLent + 1, fence));
        return lease;
    }

    private WaitingTasks QueueOf(TaskPriority priority) =>
        priority == TaskPriority.Interactive ? interactive : batch;

    private void SetUse(PoolId poolId, PoolUse use)
    {
        uses[poolId] = use;
        int index = candidates.FindIndex(candidate => candidate.Pool.PoolId == poolId);
        if (index >= 0)
            candidates[index] = new PoolCandidate(candidates[index].Pool, use.Lent, use.LastGrant);
        else if (use.Lent == 0)
            uses.Remove(poolId);
    }

    private void RebuildCandidates()
    {
        candidates = [.. fleet.PoolsOf(model).Select(pool =>
        {
            PoolUse use = uses.GetValueOrDefault(pool.PoolId);
            return new PoolCandidate(pool, use.Lent, use.LastGrant);
        })];
    }

    private readonly record struct PoolUse(int Lent, long LastGrant);
}
