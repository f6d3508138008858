using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Simulation.Tests.Actors.ControlPlane;

namespace LlamaOrch.Simulation.Tests.Invariants;

/// <summary>
/// Sees what one scheduler is asked and what it answers, keeps books of its own, and says when the answer breaks a
/// rule: first come first served within a priority, interactive first, batch never starved, places kept, no slot lent
/// that is not there, nobody left waiting for a slot that fits.
/// </summary>
internal sealed class QueueWitness(SimulatedControlPlane control, ModelId model)
{
    private readonly List<Waiter> waiting = [];
    private readonly Dictionary<TaskId, long> arrivals = [];
    private readonly Dictionary<LeaseId, (SlotLease Lease, DateTimeOffset Since)> leased = [];
    private readonly Dictionary<LeaseId, (SlotLease Lease, DateTimeOffset Since)> lost = [];
    private FleetSnapshot fleet = FleetSnapshot.Empty;
    private long lastArrival;
    private long lastRestored;
    private int interactiveSinceBatch;
    private int passedOver;

    /// <summary>Tasks that wait.</summary>
    public int Waiting => waiting.Count;

    /// <summary>Leases that are out.</summary>
    public int Leased => leased.Count;

    /// <summary>The scheduler goes by another fleet.</summary>
    public void Follows(FleetSnapshot snapshot)
    {
        if (snapshot.Version >= fleet.Version)
            fleet = snapshot;
    }

    /// <summary>A new task has asked.</summary>
    public void Asked(SlotRequest request, SlotAnswer answer, IReadOnlyList<SlotGrant> before)
    {
        // Whoever went before had waited longer: room was made for them first.
        Granted(before);
        if (answer is SlotAnswer.Refused)
            return;
        Came(request, answer, isFresh: true);
        if (waiting.Count(other => other.Fresh) > control.Limits.Queue.Capacity)
            Break($"{waiting.Count(other => other.Fresh)} new tasks wait, beyond the capacity");
    }

    /// <summary>A task of an earlier life has come back.</summary>
    public void Restored(SlotRequest request, SlotAnswer answer, IReadOnlyList<SlotGrant> grants)
    {
        if (answer is SlotAnswer.Refused { Code: not ErrorCode.DecodeTimeout } refused)
            Break($"{request.TaskId} was promised its turn, and refused: {refused.Code}");
        long first = control.Arrivals.Of(request.TaskId);
        if (first < lastRestored)
            Break($"{request.TaskId} came first, and is restored after others");
        lastRestored = first;
        arrivals[request.TaskId] = ++lastArrival;
        Requeued(request, answer, grants);
    }

    private void Came(SlotRequest request, SlotAnswer answer, bool isFresh)
    {
        var waiter = new Waiter(++lastArrival, request, isFresh);
        arrivals[request.TaskId] = waiter.Arrival;
        if (answer is SlotAnswer.Granted granted)
        {
            // Whoever tries a pool that rests has taken it from nobody who would do with another.
            if (!granted.Lease.IsTrial && waiting.Find(other => other.IsEasierThan(request)) is { } passed)
                Break($"{request.TaskId} got a slot at once while {passed.Request.TaskId} waits for one");
            Lend(granted.Lease);
            return;
        }

        CheckPosition(waiter, (SlotAnswer.Queued)answer);
        waiting.Add(waiter);
    }

    /// <summary>A task has given its slot for another; it keeps its place.</summary>
    public void Moved(SlotRequest request, SlotAnswer answer, IReadOnlyList<SlotGrant> grants) =>
        Requeued(request, answer, grants);

    private void Requeued(SlotRequest request, SlotAnswer answer, IReadOnlyList<SlotGrant> grants)
    {
        if (answer is SlotAnswer.Refused)
        {
            Granted(grants);
            return;
        }

        var waiter = new Waiter(arrivals[request.TaskId], request, Fresh: false);
        waiting.Insert(waiting.Count(other => other.Arrival < waiter.Arrival), waiter);
        IEnumerable<SlotGrant> own = answer is SlotAnswer.Granted granted ? [new(request, granted.Lease)] : [];
        Granted([.. grants.Concat(own).OrderBy(grant => grant.Lease.Fence)]);
    }

    /// <summary>Slots were given to waiting tasks, in this order.</summary>
    public void Granted(IReadOnlyList<SlotGrant> grants)
    {
        foreach (SlotGrant grant in grants)
        {
            if (waiting.RemoveAll(waiter => waiter.Request.TaskId == grant.Request.TaskId) != 1)
                Break($"{grant.Request.TaskId} got a slot and does not wait");
            CheckTurn(grant.Request, grant.Lease);
            if (grant.Request.Deadline <= control.Now)
                Break($"{grant.Request.TaskId} got a slot after its deadline");
            Lend(grant.Lease);
        }
    }

    /// <summary>Tasks have lost their places.</summary>
    public void Dropped(IEnumerable<SlotDrop> drops)
    {
        foreach (SlotDrop drop in drops)
        {
            if (drop.Why.Code == ErrorCode.QueueFullDropLru
                && waiting.Exists(waiter => waiter.Request.TaskId == drop.TaskId && !waiter.Fresh))
                Break($"{drop.TaskId} was promised its turn, and made room for another");
            Withdrawn(drop.TaskId);
        }
    }

    /// <summary>A lease has come back.</summary>
    public void Released(LeaseId lease)
    {
        leased.Remove(lease);
        lost.Remove(lease);
    }

    /// <summary>A node says which leases hold a pool's slots: what it lacks is lost, what it has is not.</summary>
    public void Reconciles(PoolLeases report)
    {
        DateTimeOffset old = control.Now - control.Limits.Queue.LostAfter;
        foreach ((LeaseId id, (SlotLease lease, DateTimeOffset since)) in leased.ToArray())
        {
            if (lease.PoolId == report.PoolId && since <= old && !report.Active.Contains(id) && leased.Remove(id))
                lost[id] = (lease, since);
        }

        foreach (LeaseId id in report.Active)
        {
            if (lost.TryGetValue(id, out var found) && found.Lease.PoolId == report.PoolId && lost.Remove(id))
                leased[id] = found;
        }
    }

    /// <summary>A task does not wait any more.</summary>
    public void Withdrawn(TaskId task) => waiting.RemoveAll(waiter => waiter.Request.TaskId == task);

    /// <summary>After each call: the scheduler's books are these, and nobody waits for what is free.</summary>
    public void Settled(ModelScheduler scheduler)
    {
        if (scheduler.Waiting != waiting.Count || scheduler.Leased != leased.Count)
        {
            Break($"the scheduler counts {scheduler.Waiting} waiting and {scheduler.Leased} leases, "
                + $"there are {waiting.Count} and {leased.Count}");
        }

        if (waiting.Find(waiter => waiter.IsUndemanding) is { } patient
            && fleet.PoolsOf(model).FirstOrDefault(pool => IsFree(pool) && !scheduler.IsResting(pool.PoolId))
                is PoolSnapshot free)
            Break($"{patient.Request.TaskId} waits while {free.PoolId} has a free slot");
    }

    private void CheckPosition(Waiter waiter, SlotAnswer.Queued answer)
    {
        int ahead = waiting.Count(other => other.Request.Priority < waiter.Request.Priority
            || (other.Request.Priority == waiter.Request.Priority && other.Arrival < waiter.Arrival));
        bool isPlain = waiting.TrueForAll(other => other.Request.Priority == waiter.Request.Priority);
        if (isPlain && answer.Outlook.Position != ahead)
            Break($"{waiter.Request.TaskId} is told position {answer.Outlook.Position}, {ahead} wait in front");
    }

    /// <summary>
    /// A pool that is tried since it failed is taken from nobody who would do with another, nor one from a task that
    /// failed there and waits for one that it has not tried.
    /// </summary>
    private void CheckTurn(SlotRequest request, SlotLease lease)
    {
        bool isTrial = lease.IsTrial;
        long arrival = arrivals[request.TaskId];
        Waiter? easier = waiting.Find(other => other.IsEasierThan(request)
            && other.Request.Priority == request.Priority && other.Arrival < arrival
            && !other.Request.Avoid.Contains(lease.PoolId));
        if (easier is not null && !isTrial)
            Break($"{request.TaskId} has overtaken {easier.Request.TaskId}");
        int batchEvery = control.Limits.Queue.BatchEvery;
        Waiter? other = waiting.Find(other => other.Request.Priority != request.Priority);
        bool couldHaveHad = !isTrial && other?.IsEasierThan(request) == true
            && !other.Request.Avoid.Contains(lease.PoolId);
        if (request.Priority == TaskPriority.Batch)
        {
            if (couldHaveHad && interactiveSinceBatch < batchEvery - 1)
                Break($"batch {request.TaskId} went before interactive {other!.Request.TaskId}");
            (interactiveSinceBatch, passedOver) = (0, 0);
            return;
        }

        interactiveSinceBatch++;
        passedOver = couldHaveHad ? passedOver + 1 : passedOver;
        if (passedOver > batchEvery - 1)
            Break($"batch {other?.Request.TaskId} starves: passed over {passedOver} times");
    }

    private void Lend(SlotLease lease)
    {
        control.Leases.Add(lease);
        leased.Add(lease.LeaseId, (lease, control.Now));
        PoolSnapshot? pool = fleet.PoolsOf(model).FirstOrDefault(pool => pool.PoolId == lease.PoolId);
        int lent = leased.Values.Count(other => other.Lease.PoolId == lease.PoolId);
        if (pool is not { Available: true } || lent + pool.SlotsHeldElsewhere > pool.SlotsTotal)
            Break($"{lease.TaskId} got slot {lent} of {pool?.SlotsTotal} of {lease.PoolId}, {pool?.NodeState}");
        control.World.Note(control.Name, $"leases {lease.LeaseId} on {lease.PoolId} to {lease.TaskId}");
    }

    private bool IsFree(PoolSnapshot pool) => pool.Available
        && leased.Values.Count(held => held.Lease.PoolId == pool.PoolId) + pool.SlotsHeldElsewhere < pool.SlotsTotal;

    private void Break(string rule) => control.World.Break($"queue of {model}: {rule}");
}
