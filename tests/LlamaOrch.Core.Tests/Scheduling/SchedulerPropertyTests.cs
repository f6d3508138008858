using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Scheduling;
using Xunit;
using LlamaOrch.Core.Tests.Scenes;
using static LlamaOrch.Core.Tests.Scenes.FleetScene;

namespace LlamaOrch.Core.Tests.Scheduling;

/// <summary>Random events by seed; what must always hold is checked after each of them.</summary>
public sealed class SchedulerPropertyTests
{
    private const int Steps = 2_000;
    private const int Capacity = 20;

    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_slot_is_lent_twice_and_no_task_is_lost_whatever_happens(int seed)
    {
        var run = new Run(seed);
        for (int step = 0; step < Steps; step++)
            run.Step();
        run.End();
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    private sealed class Run(int seed)
    {
        private readonly Random random = new(seed);
        private readonly FleetScene fleet = new();
        private readonly ModelScheduler scheduler = new(new ModelId(Model), new QueueLimits { Capacity = Capacity }, 0);
        private readonly SlotNews news = new();
        private readonly Dictionary<TaskId, SlotLease> held = [];
        private readonly List<TaskId> waiting = [];
        private readonly HashSet<long> fences = [];
        private DateTimeOffset now = DateTimeOffset.UnixEpoch;
        private int tasks;

        public void Step()
        {
            now += TimeSpan.FromMilliseconds(random.Next(50));
            switch (random.Next(10))
            {
                case < 4:
                    Ask();
                    break;
                case < 7 when random.Next(4) == 0:
                    MoveOne();
                    break;
                case < 7:
                    ReleaseOne();
                    break;
                case 7:
                    WithdrawOne();
                    break;
                default:
                    ChangeFleet();
                    break;
            }

            Check();
        }

        /// <summary>With a pool that works, everybody who waits is served.</summary>
        public void End()
        {
            Serve("n0", 4);
            while (held.Count > 0)
            {
                ReleaseOne();
                Check();
            }

            Assert.Empty(waiting);
            Assert.Equal((0, 0), (scheduler.Waiting, scheduler.Leased));
        }

        private void Ask()
        {
            var task = new TaskId($"t{tasks++}");
            SlotAnswer answer = scheduler.Acquire(Request(task), now, news);
            if (answer is not SlotAnswer.Refused)
                Note(task, answer);
        }

        private SlotRequest Request(TaskId task) => new()
        {
            TaskId = task,
            ModelId = new ModelId(Model),
            Priority = task.Value.EndsWith('3') ? TaskPriority.Batch : TaskPriority.Interactive,
            ContextTokens = random.Next(3) * 100,
        };

        private void Note(TaskId task, SlotAnswer answer)
        {
            if (answer is SlotAnswer.Granted granted)
                Keep(granted.Lease);
            else
                waiting.Add(task);
        }

        private void MoveOne()
        {
            if (Take() is not SlotLease lease)
                return;
            SlotAnswer answer = scheduler.Move(lease, Request(lease.TaskId), now, news);
            Note(lease.TaskId, answer);
            Deliver();
        }

        private void ReleaseOne()
        {
            if (Take() is not SlotLease lease)
                return;
            scheduler.Release(lease.LeaseId, now, news);
            if (random.Next(5) == 0)
                scheduler.Release(lease.LeaseId, now, news);
            Deliver();
        }

        private SlotLease? Take()
        {
            if (held.Count == 0)
                return null;
            SlotLease lease = held.Values.ElementAt(random.Next(held.Count));
            held.Remove(lease.TaskId);
            return lease;
        }

        private void WithdrawOne()
        {
            if (waiting.Count == 0)
                return;
            TaskId task = waiting[random.Next(waiting.Count)];
            waiting.Remove(task);
            Assert.True(scheduler.Withdraw(task, now, news));
            Deliver();
        }

        private void ChangeFleet()
        {
            string node = $"n{random.Next(3)}";
            if (random.Next(3) == 0 && fleet.State.Nodes.ContainsKey(node))
                fleet.Happens(new FleetEvent.Deregistered(new NodeId(node)));
            else if (random.Next(3) == 0 && fleet.State.Nodes.ContainsKey(node))
                fleet.PollFails(node, $"p-{node}");
            else
                Serve(node, random.Next(1, 5));
            Publish();
        }

        private void Serve(string node, int slots)
        {
            var report = Report($"p-{node}", slots) with { ContextTokens = 100 + (100 * (node[1] - '0')) };
            fleet.Serve(node, node == "n0" ? report with { ContextTokens = 0 } : report);
            Publish();
        }

        private void Publish()
        {
            scheduler.FleetChanged(fleet.Snapshot, now, news);
            Deliver();
        }

        private void Deliver()
        {
            foreach (SlotGrant grant in news.Grants)
            {
                Assert.True(
                    waiting.Remove(grant.Request.TaskId), $"seed {seed}: a grant for a task that does not wait");
                Keep(grant.Lease);
            }

            news.Clear();
        }

        private void Keep(SlotLease lease)
        {
            Assert.True(fences.Add(lease.Fence), $"seed {seed}: fence {lease.Fence} given twice");
            held.Add(lease.TaskId, lease);
            PoolSnapshot pool = fleet.Snapshot.Pools.Single(pool => pool.PoolId == lease.PoolId);
            Assert.True(pool.Available, $"seed {seed}: a slot of a pool that takes no work");
            int lent = held.Values.Count(other => other.PoolId == lease.PoolId);
            Assert.True(lent <= pool.SlotsTotal, $"seed {seed}: {lent} of {pool.SlotsTotal} slots of {lease.PoolId}");
        }

        private void Check()
        {
            Assert.Equal(held.Count, scheduler.Leased);
            Assert.Equal(waiting.Count, scheduler.Waiting);
        }
    }
}
