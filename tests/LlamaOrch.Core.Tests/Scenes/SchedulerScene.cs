using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Scheduling;

namespace LlamaOrch.Core.Tests.Scenes;

/// <summary>One model's scheduler over a fleet; keeps what every task has.</summary>
internal sealed class SchedulerScene
{
    private readonly List<SlotGrant> grants = [];
    private readonly Dictionary<string, SlotLease> held = [];

    public SchedulerScene(params PoolReport[] pools)
        : this(new QueueLimits(), pools)
    {
    }

    public SchedulerScene(QueueLimits limits, params PoolReport[] pools)
    {
        Scheduler = new ModelScheduler(new ModelId(FleetScene.Model), limits, firstFence: 0);
        Fleet.Serve("n1", pools);
        Refresh();
    }

    public FleetScene Fleet { get; } = new();

    public ModelScheduler Scheduler { get; }

    /// <summary>Tasks in the order in which they got their slots.</summary>
    public List<string> Order { get; } = [];

    public DateTimeOffset Now { get; private set; } = DateTimeOffset.UnixEpoch.AddYears(50);

    public void Pass(TimeSpan time) => Now += time;

    public SlotAnswer Ask(
        string task, TaskPriority priority = TaskPriority.Interactive, int context = 0, params string[] avoid)
    {
        SlotAnswer answer = Scheduler.Acquire(Request(task, priority, context, avoid), Now);
        if (answer is SlotAnswer.Granted granted)
            Keep(granted.Lease);
        return answer;
    }

    /// <summary>A task has failed where it is and wants another slot.</summary>
    public SlotAnswer Move(string task, params string[] avoid)
    {
        held.Remove(task, out SlotLease? lease);
        SlotAnswer answer = Scheduler.Move(lease!, Request(task, TaskPriority.Interactive, 0, avoid), Now, grants);
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
        Scheduler.Release(lease.LeaseId, Now, grants);
        Deliver();
    }

    public bool Withdraw(string task)
    {
        bool waited = Scheduler.Withdraw(new TaskId(task), grants);
        Deliver();
        return waited;
    }

    /// <summary>Tells the scheduler of the fleet as it is now.</summary>
    public void Refresh()
    {
        Scheduler.FleetChanged(Fleet.Snapshot, grants);
        Deliver();
    }

    private void Deliver()
    {
        foreach (SlotGrant grant in grants)
            Keep(grant.Lease);
        grants.Clear();
    }

    private void Keep(SlotLease lease)
    {
        held.Add(lease.TaskId.Value, lease);
        Order.Add(lease.TaskId.Value);
    }
}
