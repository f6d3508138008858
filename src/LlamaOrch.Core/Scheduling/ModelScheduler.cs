using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Placement;
using LlamaOrch.Core.Placement.Decisions;
using LlamaOrch.Core.Placement.Index;

namespace LlamaOrch.Core.Scheduling;

/// <summary>
/// Who is next for one model, and on which slot: the queue, the leases and the decision. Single-threaded, without a
/// clock, without I/O; the grain around it gives it events one at a time. After each event no waiting task within the
/// look-ahead fits a free slot.
/// </summary>
public sealed class ModelScheduler
{
    private readonly ModelId model;
    private readonly QueueLimits limits;
    private readonly PlacementIndex placement;
    private readonly DecisionRecorder decisions;
    private readonly WaitingTasks interactive = new();
    private readonly WaitingTasks batch = new();
    private readonly Dictionary<LeaseId, SlotLease> leases = [];
    private readonly PoolLedger pools;
    private readonly DrainRate drain = new();
    private FleetSnapshot fleet = FleetSnapshot.Empty;
    private RandomDraws draws;
    private bool retired;
    private DateTimeOffset clock;
    private long lastFence;
    private long lastPlace;
    private int grantsSinceBatch;

    /// <summary>A scheduler without a fleet, with an empty queue.</summary>
    /// <param name="model">The model.</param>
    /// <param name="limits">Bounds of its queue.</param>
    /// <param name="firstFence">What fences count from; also the seed of what placement draws.</param>
    /// <param name="decisionsKept">How many decisions are kept for those who ask why; 0 for none.</param>
    public ModelScheduler(ModelId model, QueueLimits limits, long firstFence, int decisionsKept = 0)
    {
        (this.model, this.limits, lastFence) = (model, limits, firstFence);
        draws = new RandomDraws((ulong)firstFence);
        placement = new PlacementIndex(model);
        decisions = new DecisionRecorder(placement, decisionsKept);
        pools = new PoolLedger(placement.Board);
    }

    /// <summary>Tasks that wait.</summary>
    public int Waiting => interactive.Count + batch.Count;

    /// <summary>Leases that are out.</summary>
    public int Leased => leases.Count;

    /// <summary>Version of the fleet that decisions go by.</summary>
    public long FleetVersion => fleet.Version;

    /// <summary>Whether the model has left the fleet and nobody waits for it or holds a slot of it any more.</summary>
    public bool IsIdleAndGone => Waiting == 0 && Leased == 0 && fleet.PoolsOf(model).Count == 0;

    /// <summary>Pools kept in mind; those of the fleet, and those that have gone with slots still lent.</summary>
    internal int PoolsKnown => pools.Count;

    /// <summary>Tasks of one priority that wait.</summary>
    public int WaitingWith(TaskPriority priority) => QueueOf(priority).Count;

    /// <summary>A task wants a slot: it gets one, waits, or is refused.</summary>
    public SlotAnswer Acquire(SlotRequest request, DateTimeOffset now)
    {
        SlotAnswer answer = Admit(request, now);
        // Of a task that waits already the decision is another one.
        if (answer is SlotAnswer.Refused { Code: not ErrorCode.Conflict } refused)
            decisions.Refused(request.TaskId, Wish(request), refused.Code, refused.Message, fleet, now);
        return answer;
    }

    private SlotAnswer Admit(SlotRequest request, DateTimeOffset now)
    {
        clock = now;
        if (interactive.Contains(request.TaskId) || batch.Contains(request.TaskId))
            return new SlotAnswer.Refused(ErrorCode.Conflict, $"Task {request.TaskId} waits already.");
        return RefuseNew(request, now) ?? Take(request, now);
    }

    /// <summary>
    /// A task that an earlier life took wants its slot. Neither a bound nor the fleet refuses it: it was promised, and
    /// the nodes may not be back yet. Whoever calls keeps the order.
    /// </summary>
    public SlotAnswer Restore(SlotRequest request, DateTimeOffset now) =>
        interactive.Contains(request.TaskId) || batch.Contains(request.TaskId)
            ? new SlotAnswer.Refused(ErrorCode.Conflict, $"Task {request.TaskId} waits already.")
            : Take(request, now);

    private SlotAnswer Take(SlotRequest request, DateTimeOffset now)
    {
        WaitingTasks queue = QueueOf(request.Priority);
        long place = ++lastPlace;
        int ahead = (request.Priority == TaskPriority.Batch ? interactive.Count : 0) + queue.Count;
        // Whoever waits within the look-ahead fits no free slot, so a slot that fits this task is taken from nobody.
        if (ahead < limits.LookAhead && TryGrant(request, place) is SlotLease lease)
            return new SlotAnswer.Granted(lease);

        queue.Add(place, request);
        drain.Begin(now);
        return new SlotAnswer.Queued(ahead);
    }

    /// <summary>
    /// A task gives its slot back and wants another, in one step: nobody who came after it gets in between. It is never
    /// refused: the capacity bounds new tasks, so the queue holds at most that many and those that had a slot.
    /// </summary>
    public SlotAnswer Move(SlotLease lease, SlotRequest request, DateTimeOffset now, List<SlotGrant> grants)
    {
        clock = now;
        if (leases.Remove(lease.LeaseId))
            pools.TakeBack(lease.PoolId);
        WaitingTasks queue = QueueOf(request.Priority);
        int ahead = (request.Priority == TaskPriority.Batch ? interactive.Count : 0) + queue.CountBefore(lease.Place);
        queue.Add(lease.Place, request);
        drain.Begin(now);
        GrantWaiting(grants);
        int own = grants.FindIndex(grant => grant.Request.TaskId == request.TaskId);
        if (own < 0)
            return new SlotAnswer.Queued(ahead);
        SlotLease granted = grants[own].Lease;
        grants.RemoveAt(own);
        return new SlotAnswer.Granted(granted);
    }

    /// <summary>A slot comes back; unknown leases (released twice, or of an earlier life) change nothing.</summary>
    public void Release(LeaseId leaseId, DateTimeOffset now, List<SlotGrant> grants)
    {
        if (!leases.Remove(leaseId, out SlotLease? lease))
            return;
        clock = now;
        drain.Released(now, queued: Waiting > 0);
        pools.TakeBack(lease.PoolId);
        GrantWaiting(grants);
    }

    /// <summary>A waiting task does not want its slot any more; false when it did not wait.</summary>
    public bool Withdraw(TaskId taskId, List<SlotGrant> grants)
    {
        SlotRequest? leaves = interactive.Find(taskId) ?? batch.Find(taskId);
        if (!interactive.Remove(taskId) && !batch.Remove(taskId))
            return false;
        decisions.Withdrawn(taskId, Wish(leaves!), clock);
        // Behind a long row of tasks that fit nowhere, one more comes into view.
        GrantWaiting(grants);
        return true;
    }

    /// <summary>The fleet has changed; whoever can start now does.</summary>
    public void FleetChanged(FleetSnapshot snapshot, List<SlotGrant> grants)
    {
        if (snapshot.Version < fleet.Version)
            return;
        fleet = snapshot;
        pools.Take(fleet.PoolsOf(model));
        GrantWaiting(grants);
    }

    /// <summary>Placement goes by another policy from here on; whoever can start by it does.</summary>
    public void Use(PlacementPolicy policy, List<SlotGrant> grants)
    {
        placement.Board.Use(new PlacementRules(policy), retired);
        GrantWaiting(grants);
    }

    /// <summary>The model is retired, or active again; what runs goes on.</summary>
    public void Retire(bool isRetired, List<SlotGrant> grants)
    {
        retired = isRetired;
        placement.Board.Use(placement.Board.Rules, retired);
        GrantWaiting(grants);
    }

    /// <summary>Why a task got its slot, waits, or was refused; null when that is not known (any more).</summary>
    public PlacementDecision? Explain(TaskId taskId, DateTimeOffset now)
    {
        if (interactive.Find(taskId) is SlotRequest first)
            return decisions.Waits(taskId, Wish(first), interactive.AheadOf(taskId), fleet, now);
        if (batch.Find(taskId) is SlotRequest second)
            return decisions.Waits(taskId, Wish(second), interactive.Count + batch.AheadOf(taskId), fleet, now);
        return decisions.Find(taskId);
    }

    /// <summary>An answer's first token came from a pool.</summary>
    public void FirstTokenCame(PoolId poolId, TimeSpan after) => placement.Observe(poolId, after.TotalMilliseconds);

    private SlotAnswer.Refused? RefuseNew(SlotRequest request, DateTimeOffset now)
    {
        if (PlacementOutlook.Refuse(placement, fleet, Wish(request)) is PlacementRefusal hopeless)
            return new SlotAnswer.Refused(hopeless.Code, hopeless.Message, Field: hopeless.Field);

        return Waiting < limits.Capacity
            ? null
            : new SlotAnswer.Refused(
                ErrorCode.AdmissionReject,
                $"The queue of model '{model}' is full ({limits.Capacity} tasks).",
                drain.NextPlaceMs(now));
    }

    private void GrantWaiting(List<SlotGrant> grants)
    {
        while (Waiting > 0 && placement.Room is >= 0 and int room)
        {
            bool batchTurn = interactive.Count == 0 || (batch.Count > 0 && grantsSinceBatch >= limits.BatchEvery - 1);
            if (!GrantFirstThatFits(batchTurn ? batch : interactive, room, grants)
                && !GrantFirstThatFits(batchTurn ? interactive : batch, room, grants))
                return;
        }
    }

    private bool GrantFirstThatFits(WaitingTasks queue, int room, List<SlotGrant> grants)
    {
        int looked = 0;
        for (var node = queue.First; node is not null && looked < limits.LookAhead; node = node.Next, looked++)
        {
            (long place, SlotRequest request) = node.Value;
            if (request.ContextTokens > room || TryGrant(request, place) is not SlotLease lease)
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
        PlacementRequest wish = Wish(request);
        int chosen = placement.Choose(wish);
        if (chosen < 0)
            return null;

        PoolSnapshot pool = pools.Candidates[chosen].Pool;
        long fence = ++lastFence;
        var lease = new SlotLease
        {
            LeaseId = LeaseNumbers.IdOf(fence),
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
        decisions.Placed(request.TaskId, wish, chosen, clock);
        pools.Lend(chosen, fence);
        placement.Memory.Granted(chosen, wish);
        return lease;
    }

    private PlacementRequest Wish(SlotRequest request) => new()
    {
        Model = model,
        ModelRetired = retired,
        ContextTokens = request.ContextTokens,
        Engine = request.Engine,
        Preferences = request.Preferences,
        Failed = request.Avoid,
        Session = request.SessionId,
        PromptBlocks = request.PromptBlocks,
        Draw = draws.Next(),
    };

    private WaitingTasks QueueOf(TaskPriority priority) =>
        priority == TaskPriority.Interactive ? interactive : batch;
}
