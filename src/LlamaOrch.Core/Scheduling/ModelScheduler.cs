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
/// look-ahead fits a free slot, and none waits whose time has passed.
/// </summary>
public sealed class ModelScheduler
{
    private readonly ModelId model;
    private readonly QueueLimits limits;
    private readonly PlacementIndex placement;
    private readonly DecisionRecorder decisions;
    private readonly PoolLedger pools;
    private readonly PoolRests rests;
    private readonly RetryRules retries;
    private readonly HashSet<TaskId> movedOn = [];
    private readonly ModelQueue queue;
    private readonly LeaseBook leases = new();
    private readonly DrainRate drain;
    private readonly ServiceTimes times = new();
    private FleetSnapshot fleet = FleetSnapshot.Empty;
    private RandomDraws draws;
    private long lastFence;
    private long lastPlace;
    private int slotsInService;

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
        rests = new PoolRests(pools, limits.Rest);
        retries = new RetryRules(placement, rests);
        queue = new ModelQueue(limits);
        drain = new DrainRate(limits.WaitMax);
    }

    /// <summary>Tasks that wait.</summary>
    public int Waiting => queue.Count;

    /// <summary>Leases that are out.</summary>
    public int Leased => leases.Count;

    /// <summary>Version of the fleet that decisions go by.</summary>
    public long FleetVersion => fleet.Version;

    /// <summary>Whether the model has left the fleet and nobody waits for it or holds a slot of it any more.</summary>
    public bool IsIdleAndGone => Waiting == 0 && Leased == 0 && fleet.PoolsOf(model).Count == 0;

    /// <summary>
    /// When <see cref="Expire"/> has something to do at the earliest; null while nobody waits. May be too early, never
    /// too late.
    /// </summary>
    public DateTimeOffset? NextExpiry => queue.NextExpiry is DateTimeOffset expiry && rests.NextEnd < expiry
        ? rests.NextEnd
        : queue.NextExpiry;

    /// <summary>Pools kept in mind since they failed: some of those of the fleet.</summary>
    internal int RestsKnown => rests.Count;

    /// <summary>Whether a pool gets no work since it failed.</summary>
    internal bool IsResting(PoolId poolId) =>
        placement.Board.IndexOf(poolId) is >= 0 and int index && pools.Candidates[index].Rest != PoolRest.Awake;

    /// <summary>Pools kept in mind; those of the fleet, and those that have gone with slots still lent.</summary>
    internal int PoolsKnown => pools.Count;

    /// <summary>Times kept in mind at which tasks are dropped.</summary>
    internal int ExpiriesKnown => queue.ExpiriesKnown;

    /// <summary>Tasks of one priority that wait.</summary>
    public int WaitingWith(TaskPriority priority) => queue.Of(priority).Count;

    /// <summary>
    /// Since when the first waiting task of a priority has waited, all its turns together; null while none waits.
    /// </summary>
    public DateTimeOffset? WaitingSince(TaskPriority priority) =>
        queue.Of(priority).First is WaitingTask first ? first.WaitUntil - limits.WaitMax : null;

    /// <summary>How a task that waits stands; null when it does not wait.</summary>
    public QueueOutlook? Look(TaskId taskId, DateTimeOffset now) =>
        queue.TryFind(taskId, out WaitingTask task, out int position)
            ? OutlookAt(position, task.Request, Waiting, now)
            : null;

    /// <summary>A task wants a slot: it gets one, waits, or is refused.</summary>
    /// <param name="request">What it wants.</param>
    /// <param name="now">The time.</param>
    /// <param name="news">What comes of it for others.</param>
    /// <param name="ticket">
    /// Which of its wishes this is. A wish ends an earlier one of the same task, whose withdrawal may still be on its
    /// way; a message that comes twice finds the task waiting.
    /// </param>
    public SlotAnswer Acquire(SlotRequest request, DateTimeOffset now, SlotNews news, long ticket = 0)
    {
        Expire(now, news);
        EndEarlier(request.TaskId, ticket);
        SlotAnswer answer = Admit(request, ticket, now, news);
        // Of a task that waits already the decision is another one.
        if (answer is SlotAnswer.Refused { Code: not ErrorCode.Conflict } refused)
            decisions.Refused(request.TaskId, Wish(request), refused.Code, refused.Message, fleet, now);
        return answer;
    }

    /// <summary>
    /// A task that was taken by an earlier life of the control plane waits again, in the order of these calls. It is
    /// not turned away: it was promised its turn, and its pools may not be back yet.
    /// </summary>
    public SlotAnswer Restore(SlotRequest request, DateTimeOffset now, SlotNews news, long ticket = 0)
    {
        EndEarlier(request.TaskId, ticket);
        return queue.Contains(request.TaskId)
            ? DropReasons.WaitsAlready(request.TaskId)
            : Requeue(new WaitingTask(++lastPlace, request, now + limits.WaitMax, Ticket: ticket), now, news);
    }

    /// <summary>
    /// A task gives its slot back and wants another, in one step: nobody who came after it gets in between. It is not
    /// rejected by a full queue: the capacity bounds new tasks, so the queue holds at most that many and those that
    /// had a slot. What it has waited before counts. It is refused when all pools that would do have failed it.
    /// </summary>
    /// <param name="lease">The slot that it gives back.</param>
    /// <param name="request">What it wants, with the pools that it has failed on.</param>
    /// <param name="now">The time.</param>
    /// <param name="news">What comes of it for others.</param>
    /// <param name="ticket">Which of its wishes this is.</param>
    /// <param name="use">What its use of the slot says of the pool.</param>
    /// <param name="restMin">How long the engine asked to be left alone; null when it did not.</param>
    public SlotAnswer Move(
        SlotLease lease,
        SlotRequest request,
        DateTimeOffset now,
        SlotNews news,
        long ticket = 0,
        SlotUse use = SlotUse.Untold,
        TimeSpan? restMin = null)
    {
        TimeSpan waitLeft = limits.WaitMax;
        if (leases.TryEnd(lease.LeaseId, out HeldLease held))
        {
            waitLeft = held.WaitLeft;
            pools.TakeBack(lease.PoolId);
        }

        EndEarlier(request.TaskId, ticket);
        Judge(lease, use, restMin, now, news);
        rests.End(lease, now);
        if (retries.IsHopeless(Wish(request), request))
        {
            GrantWaiting(now, news);
            return DropReasons.NoOtherPool(model);
        }

        if (request.Avoid.Count > 0)
            movedOn.Add(request.TaskId);
        return Requeue(new WaitingTask(lease.Place, request, now + waitLeft, Ticket: ticket), now, news);
    }

    /// <summary>A slot comes back; unknown leases (released twice, or of an earlier life) change nothing.</summary>
    /// <param name="leaseId">The lease that ends.</param>
    /// <param name="now">The time.</param>
    /// <param name="news">What comes of it for others.</param>
    /// <param name="use">What its use says of the pool.</param>
    /// <param name="restMin">How long the engine asked to be left alone; null when it did not.</param>
    public void Release(
        LeaseId leaseId,
        DateTimeOffset now,
        SlotNews news,
        SlotUse use = SlotUse.Untold,
        TimeSpan? restMin = null)
    {
        if (!leases.TryEnd(leaseId, out HeldLease ended))
            return;
        times.Observe(now - ended.Since);
        TakeBack(ended, now);
        Judge(ended.Lease, use, restMin, now, news);
        rests.End(ended.Lease, now);
        GrantWaiting(now, news);
    }

    /// <summary>
    /// What a slot's use says of its pool, though it is not given back yet, or was before: a trial that goes well, or
    /// a failure that proved to be the pool's when another one answered the same request.
    /// </summary>
    public void Tell(SlotLease lease, SlotUse use, TimeSpan? restMin, DateTimeOffset now, SlotNews news)
    {
        Judge(lease, use, restMin, now, news);
        GrantWaiting(now, news);
    }

    /// <summary>
    /// A waiting task does not want its slot any more; false when it did not wait, or by now waits with another wish.
    /// </summary>
    public bool Withdraw(TaskId taskId, DateTimeOffset now, SlotNews news, long ticket = 0)
    {
        if (!queue.TryFind(taskId, out WaitingTask leaves, out _) || leaves.Ticket != ticket)
            return false;
        queue.Remove(taskId);
        decisions.Withdrawn(taskId, Wish(leaves.Request), now);
        // Behind a long row of tasks that fit nowhere, one more comes into view.
        GrantWaiting(now, news);
        return true;
    }

    /// <summary>The fleet has changed; whoever can start now does.</summary>
    public void FleetChanged(FleetSnapshot snapshot, DateTimeOffset now, SlotNews news)
    {
        if (snapshot.Version < fleet.Version)
            return;
        fleet = snapshot;
        IReadOnlyList<PoolSnapshot> serving = fleet.PoolsOf(model);
        pools.Take(serving);
        rests.Follow(now);
        slotsInService = serving.Where(pool => pool.Available).Sum(pool => pool.SlotsTotal);
        GrantWaiting(now, news);
    }

    /// <summary>Placement goes by another policy from here on; whoever can start by it does.</summary>
    public void Use(PlacementPolicy policy, DateTimeOffset now, SlotNews news)
    {
        placement.Board.Use(new PlacementRules(policy));
        GrantWaiting(now, news);
    }

    /// <summary>Why a task got its slot, waits, or was refused; null when that is not known (any more).</summary>
    public PlacementDecision? Explain(TaskId taskId, DateTimeOffset now) =>
        queue.TryFind(taskId, out WaitingTask task, out int position)
            ? decisions.Waits(taskId, Wish(task.Request), position, fleet, now)
            : decisions.Find(taskId);

    /// <summary>An answer's first token came from a pool.</summary>
    public void FirstTokenCame(PoolId poolId, TimeSpan after) => placement.Observe(poolId, after.TotalMilliseconds);

    /// <summary>Time has passed: who has waited for too long, or beyond its deadline, is dropped.</summary>
    public void Expire(DateTimeOffset now, SlotNews news)
    {
        if (DropExpired(now, news) | rests.Refresh(now))
            GrantWaiting(now, news);
    }

    /// <summary>
    /// A node has said which leases hold a pool's slots. Those that it should hold and does not are lost and lent
    /// again; the result is those that it holds for nobody, which it is to give up.
    /// </summary>
    public IReadOnlyList<LeaseId> Reconcile(PoolLeases report, DateTimeOffset now, SlotNews news)
    {
        LeaseDifference difference = leases.Compare(report, grantedBefore: now - limits.LostAfter);
        foreach (HeldLease late in difference.Found)
        {
            if (leases.Find(late))
                pools.LendAgain(late.Lease.PoolId);
        }

        foreach (HeldLease missing in difference.Missing)
        {
            leases.Lose(missing);
            TakeBack(missing, now);
            rests.End(missing.Lease, now);
            news.Lost.Add(missing.Lease);
        }

        if (difference.Missing.Count > 0)
            GrantWaiting(now, news);
        return difference.Unknown;
    }

    private SlotAnswer Admit(SlotRequest request, long ticket, DateTimeOffset now, SlotNews news)
    {
        if (RefuseNew(request, now) is SlotAnswer.Refused refusal)
            return refusal;

        long place = ++lastPlace;
        int inFront = WaitingWith(request.Priority)
            + (request.Priority == TaskPriority.Batch ? WaitingWith(TaskPriority.Interactive) : 0);
        // Whoever waits within the look-ahead fits no free slot, so a slot that fits this task is taken from nobody.
        if (inFront < limits.LookAhead && TryGrant(request, place, ticket, now) is SlotLease lease)
        {
            leases.Add(new HeldLease(lease, now, limits.WaitMax));
            return Granted(request, lease);
        }

        QueueOutlook outlook = OutlookAt(queue.PositionOfLast(request.Priority), request, Waiting + 1, now);
        if (DropReasons.IsHopeless(request, outlook, now))
            return new SlotAnswer.Refused(ErrorCode.DecodeTimeout, DropReasons.TooLate(outlook));
        if (Waiting >= limits.Capacity)
        {
            if (!MakeRoomFor(request, now, news))
                return DropReasons.Full(ErrorCode.QueueFullDropLru, model, limits, drain.NextPlaceMs(now));
            outlook = OutlookAt(queue.PositionOfLast(request.Priority), request, Waiting + 1, now);
        }

        queue.Add(new WaitingTask(place, request, now + limits.WaitMax, IsNew: true, ticket));
        drain.Begin(now);
        return new SlotAnswer.Queued(outlook);
    }

    private void EndEarlier(TaskId taskId, long ticket)
    {
        if (queue.TryFind(taskId, out WaitingTask earlier, out _) && earlier.Ticket < ticket)
            queue.Remove(taskId);
    }

    private SlotAnswer.Refused? RefuseNew(SlotRequest request, DateTimeOffset now)
    {
        if (queue.Contains(request.TaskId))
            return DropReasons.WaitsAlready(request.TaskId);
        if (request.Deadline <= now)
            return new SlotAnswer.Refused(ErrorCode.DecodeTimeout, DropReasons.DeadlinePassed);
        if (PlacementOutlook.Refuse(placement, fleet, Wish(request)) is PlacementRefusal hopeless)
            return new SlotAnswer.Refused(hopeless.Code, hopeless.Message, hopeless.RetryAfterMs, hopeless.Field);

        return Waiting < limits.Capacity || limits.Policy != QueuePolicy.Reject
            ? null
            : DropReasons.Full(ErrorCode.AdmissionReject, model, limits, drain.NextPlaceMs(now));
    }

    private bool MakeRoomFor(SlotRequest newcomer, DateTimeOffset now, SlotNews news)
    {
        if (!queue.TryFindOldest(newcomer.Priority, out WaitingTask oldest))
            return false;
        queue.Remove(oldest.Request.TaskId);
        Drop(oldest, DropReasons.MadeRoom(model, limits, drain.NextPlaceMs(now)), now, news);
        GrantWaiting(now, news);
        return true;
    }

    /// <summary>Puts a task at a place that it had before; the answer is what that comes to at once.</summary>
    private SlotAnswer Requeue(in WaitingTask task, DateTimeOffset now, SlotNews news)
    {
        TaskId taskId = task.Request.TaskId;
        queue.Add(task);
        drain.Begin(now);
        GrantWaiting(now, news);
        if (Look(taskId, now) is QueueOutlook outlook)
            return new SlotAnswer.Queued(outlook);
        int dropped = news.Drops.FindIndex(drop => drop.TaskId == taskId);
        if (dropped >= 0)
        {
            SlotAnswer.Refused why = news.Drops[dropped].Why;
            news.Drops.RemoveAt(dropped);
            return why;
        }

        int own = news.Grants.FindIndex(grant => grant.Request.TaskId == taskId);
        SlotLease granted = news.Grants[own].Lease;
        news.Grants.RemoveAt(own);
        return Granted(task.Request, granted);
    }

    private SlotAnswer.Granted Granted(SlotRequest request, SlotLease lease) =>
        new(lease, request.WantsDecision ? decisions.FindBrief(request.TaskId) : null);

    private void Judge(SlotLease lease, SlotUse use, TimeSpan? restMin, DateTimeOffset now, SlotNews news)
    {
        PoolRestNews? told = use switch
        {
            SlotUse.Served => rests.Serve(lease.PoolId, lease.Fence, now),
            SlotUse.Failed => rests.Fail(lease, lastFence, restMin, now, draws.Next()),
            _ => null,
        };
        if (told is null)
            return;
        news.Rests.Add(told);
        if (rests.IsLong(lease.PoolId))
            DropHopeless(now, news);
    }

    /// <summary>Tasks that waited for the end of a pause which has become too long.</summary>
    private void DropHopeless(DateTimeOffset now, SlotNews news)
    {
        movedOn.RemoveWhere(taskId => !queue.Contains(taskId));
        foreach (TaskId taskId in movedOn)
        {
            queue.TryFind(taskId, out WaitingTask task, out _);
            if (!retries.IsHopeless(Wish(task.Request), task.Request))
                continue;
            queue.Remove(taskId);
            Drop(task, DropReasons.NoOtherPool(model), now, news);
        }
    }

    private void TakeBack(in HeldLease ended, DateTimeOffset now)
    {
        drain.Released(now, queued: Waiting > 0);
        pools.TakeBack(ended.Lease.PoolId);
    }

    private bool DropExpired(DateTimeOffset now, SlotNews news)
    {
        bool dropped = false;
        while (queue.TryTakeExpired(now, out WaitingTask expired))
        {
            Drop(expired, DropReasons.Expired(expired, now), now, news);
            dropped = true;
        }

        return dropped;
    }

    private void Drop(in WaitingTask task, SlotAnswer.Refused why, DateTimeOffset now, SlotNews news)
    {
        TaskId taskId = task.Request.TaskId;
        decisions.Refused(taskId, Wish(task.Request), why.Code, why.Message, fleet, now);
        news.Drops.Add(new SlotDrop(taskId, why, task.Ticket));
    }

    private void GrantWaiting(DateTimeOffset now, SlotNews news)
    {
        // Nobody gets a slot whose time has passed, however late the shell's timer is.
        DropExpired(now, news);
        rests.Refresh(now);
        while (Waiting > 0 && placement.Room is >= 0 and int room)
        {
            (WaitingTasks next, WaitingTasks other) = queue.ByTurn;
            if (!GrantFirstThatFits(next, room, now, news) && !GrantFirstThatFits(other, room, now, news))
                return;
        }
    }

    private bool GrantFirstThatFits(WaitingTasks tasks, int room, DateTimeOffset now, SlotNews news)
    {
        int looked = 0;
        for (int block = 0; block < tasks.BlockCount; block++)
        {
            IReadOnlyList<WaitingTask> row = tasks.Block(block);
            for (int index = 0; index < row.Count; index++)
            {
                if (looked++ == limits.LookAhead)
                    return false;
                WaitingTask task = row[index];
                if (task.Request.ContextTokens > room
                    || TryGrant(task.Request, task.Place, task.Ticket, now) is not SlotLease lease)
                    continue;
                leases.Add(new HeldLease(lease, now, task.WaitUntil - now));
                queue.Grant(task);
                news.Grants.Add(new SlotGrant(task.Request, lease));
                return true;
            }
        }

        return false;
    }

    private SlotLease? TryGrant(SlotRequest request, long place, long ticket, DateTimeOffset now)
    {
        PlacementRequest wish = retries.Narrow(Wish(request), request, now);
        int chosen = placement.Choose(wish);
        if (chosen < 0)
            return null;

        PoolSnapshot pool = pools.Candidates[chosen].Pool;
        long fence = ++lastFence;
        SlotLease lease = SlotTerms.Lease(request, pool, fence, place, ticket, rests.Has(pool.PoolId));
        decisions.Placed(request.TaskId, wish, chosen, now);
        pools.Lend(chosen, fence);
        placement.Memory.Granted(chosen, wish);
        if (lease.IsTrial)
            rests.Try(lease, now);
        return lease;
    }

    private PlacementRequest Wish(SlotRequest request)
    {
        PlacementRequest wish = SlotTerms.Wish(request, draws.Next());
        return wish with { ContextTokens = placement.ContextFor(wish, PromptSize.Likely(request.PromptBytes)) };
    }

    private QueueOutlook OutlookAt(int position, SlotRequest request, int depth, DateTimeOffset now)
    {
        var start = StartPrediction.Of(position, slotsInService, times);
        return new QueueOutlook(position, depth, start, start is not null && request.Deadline is DateTimeOffset deadline
            ? start.EndedWithin(deadline - now, times)
            : null);
    }
}
