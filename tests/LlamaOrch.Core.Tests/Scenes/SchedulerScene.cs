using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Scheduling;

namespace LlamaOrch.Core.Tests.Scenes;

/// <summary>One model's scheduler over a fleet; keeps what every task has.</summary>
internal sealed class SchedulerScene
{
    private readonly SlotNews news = new();
    private readonly Dictionary<string, SlotLease> held = [];

    public SchedulerScene(params PoolReport[] pools)
        : this(new QueueLimits(), pools)
    {
    }

    public SchedulerScene(QueueLimits limits, params PoolReport[] pools)
    {
        Scheduler = new ModelScheduler(new ModelId(FleetScene.Model), limits, firstFence: 0, decisionsKept: 16);
        Fleet.Serve("n1", pools);
        Refresh();
    }

    public FleetScene Fleet { get; } = new();

    public ModelScheduler Scheduler { get; }

    /// <summary>Tasks in the order in which they got their slots.</summary>
    public List<string> Order { get; } = [];

    /// <summary>Why tasks lost their places, in the order in which they did.</summary>
    public List<SlotDrop> Dropped { get; } = [];

    public DateTimeOffset Now { get; private set; } = DateTimeOffset.UnixEpoch.AddYears(50);

    public void Pass(TimeSpan time) => Now += time;

    public SlotAnswer Ask(
        string task, TaskPriority priority = TaskPriority.Interactive, int context = 0, params string[] avoid) =>
        Ask(Request(task, priority, context, avoid));

    /// <summary>A task asks that must have ended within a time from now.</summary>
    public SlotAnswer AskBy(string task, TimeSpan deadline) =>
        Ask(Request(task, TaskPriority.Interactive, 0, []) with { Deadline = Now + deadline });

    /// <summary>A wish that has a number among the wishes of its task.</summary>
    public SlotAnswer Ask(string task, long ticket) => Note(
        Scheduler.Acquire(Request(task, TaskPriority.Interactive, 0, []), Now, news, ticket));

    public SlotAnswer Ask(SlotRequest request) => Note(Scheduler.Acquire(request, Now, news));

    /// <summary>A task of an earlier life comes back.</summary>
    public SlotAnswer Restore(string task) => Note(
        Scheduler.Restore(Request(task, TaskPriority.Interactive, 0, []), Now, news));

    /// <summary>A task has failed where it is and wants another slot.</summary>
    public SlotAnswer Move(string task, params string[] avoid) => Move(task, ticket: 0, avoid);

    /// <summary>Likewise, with a wish that has a number.</summary>
    public SlotAnswer Move(string task, long ticket, params string[] avoid)
    {
        held.Remove(task, out SlotLease? lease);
        return Note(Scheduler.Move(lease!, Request(task, TaskPriority.Interactive, 0, avoid), Now, news, ticket));
    }

    /// <summary>A task's pool has failed it; it wants another, and may come back where the text says so.</summary>
    public SlotAnswer Fail(string task, bool mayRepeat = false, TimeSpan? restMin = null, params string[] avoid)
    {
        string[] failed = avoid.Length > 0 ? avoid : [held[task].PoolId.Value];
        return Fail(Request(task, TaskPriority.Interactive, 0, failed) with { MayRepeat = mayRepeat }, restMin);
    }

    /// <summary>Likewise, for a task that wants something in particular.</summary>
    public SlotAnswer Fail(SlotRequest next, TimeSpan? restMin = null)
    {
        held.Remove(next.TaskId.Value, out SlotLease? lease);
        return Note(Scheduler.Move(lease!, next, Now, news, ticket: 0, SlotUse.Failed, restMin));
    }

    /// <summary>A task's pool has answered well.</summary>
    public void Serve(string task)
    {
        held.Remove(task, out SlotLease? lease);
        Scheduler.Release(lease!.LeaseId, Now, news, SlotUse.Served);
        Deliver();
    }

    /// <summary>What a slot's use says of its pool is told while it is held, or after.</summary>
    public void Tell(SlotLease lease, SlotUse use)
    {
        Scheduler.Tell(lease, use, null, Now, news);
        Deliver();
    }

    /// <summary>What was told of pools that failed.</summary>
    public List<PoolRestNews> Rests { get; } = [];

    /// <summary>Leases that were found lost.</summary>
    public List<SlotLease> Lost { get; } = [];

    /// <summary>A task and its slot vanish without a word.</summary>
    public SlotLease Forget(string task)
    {
        held.Remove(task, out SlotLease? lease);
        return lease!;
    }

    /// <summary>A node says which leases hold a pool's slots; those that it is to give up.</summary>
    public IReadOnlyList<LeaseId> Report(string pool, params LeaseId[] active)
    {
        IReadOnlyList<LeaseId> unknown = Scheduler.Reconcile(new PoolLeases(new PoolId(pool), active), Now, news);
        Deliver();
        return unknown;
    }

    /// <summary>The shell's timer.</summary>
    public void Expire()
    {
        Scheduler.Expire(Now, news);
        Deliver();
    }

    public QueueOutlook? Look(string task) => Scheduler.Look(new TaskId(task), Now);

    /// <summary>How many start before a task that must wait.</summary>
    public static int Position(SlotAnswer answer) => ((SlotAnswer.Queued)answer).Outlook.Position;

    private SlotAnswer Note(SlotAnswer answer)
    {
        if (answer is SlotAnswer.Granted granted)
            Keep(granted.Lease);
        Deliver();
        return answer;
    }

    private static SlotRequest Request(string task, TaskPriority priority, int context, string[] avoid) => new()
    {
        TaskId = new TaskId(task),
        ModelId = new ModelId(FleetScene.Model),
        Priority = priority,
        ContextTokens = context,
        Avoid = [.. avoid.Select(pool => new PoolId(pool))],
    };

    public SlotLease Lease(string task) => held[task];

    public bool Holds(string task) => held.ContainsKey(task);

    public void Release(string task)
    {
        held.Remove(task, out SlotLease? lease);
        Release(lease!);
    }

    public void Release(SlotLease lease)
    {
        Scheduler.Release(lease.LeaseId, Now, news);
        Deliver();
    }

    public bool Withdraw(string task, long ticket = 0)
    {
        bool waited = Scheduler.Withdraw(new TaskId(task), Now, news, ticket);
        Deliver();
        return waited;
    }

    /// <summary>Tells the scheduler of the fleet as it is now.</summary>
    public void Refresh()
    {
        Scheduler.FleetChanged(Fleet.Snapshot, Now, news);
        Deliver();
    }

    private void Deliver()
    {
        foreach (SlotGrant grant in news.Grants)
            Keep(grant.Lease);
        Dropped.AddRange(news.Drops);
        Rests.AddRange(news.Rests);
        Lost.AddRange(news.Lost);
        news.Clear();
    }

    private void Keep(SlotLease lease)
    {
        held.Add(lease.TaskId.Value, lease);
        Order.Add(lease.TaskId.Value);
    }
}
