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
        string task, TaskPriority priority = TaskPriority.Interactive, int context = 0, long? place = null, params string[] avoid)
    {
        SlotAnswer answer = Scheduler.Acquire(
            new SlotRequest
            {
                TaskId = new TaskId(task),
                ModelId = new ModelId(FleetScene.Model),
                Priority = priority,
                ContextTokens = context,
                Place = place,
                Avoid = [.. avoid.Select(pool => new PoolId(pool))],
            },
            Now);
        if (answer is SlotAnswer.Granted granted)
            Keep(granted.Lease);
        return answer;
    }

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
