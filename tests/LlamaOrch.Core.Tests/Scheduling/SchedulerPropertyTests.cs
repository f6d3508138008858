using LlamaOrch.Contracts.Errors;
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
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(20);

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
        private readonly ModelScheduler scheduler = new(
            new ModelId(Model),
            new QueueLimits
            {
                Capacity = Capacity,
                Policy = seed % 2 == 0 ? QueuePolicy.DropLru : QueuePolicy.Reject,
                WaitMax = WaitMax,
                LostAfter = TimeSpan.FromSeconds(1),
            },
            0);
        private readonly SlotNews news = new();
        private readonly Dictionary<TaskId, SlotLease> held = [];
        private readonly Dictionary<TaskId, SlotRequest> waiting = [];
        private readonly Dictionary<TaskId, long> places = [];
        private readonly Dictionary<TaskId, DateTimeOffset> expires = [];
        private readonly Dictionary<LeaseId, DateTimeOffset> granted = [];
        private readonly List<SlotLease> forgotten = [];
        private readonly HashSet<long> fences = [];
        private DateTimeOffset now = DateTimeOffset.UnixEpoch;
        private int tasks;
        private int interactiveInARow;

        public void Step()
        {
            now += TimeSpan.FromMilliseconds(random.Next(50));
            switch (random.Next(12))
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
                case 8:
                    ForgetOne();
                    break;
                case 9:
                    scheduler.Expire(now, news);
                    Deliver();
                    break;
                case 10:
                    ReportOne();
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
            now += TimeSpan.FromSeconds(1);
            foreach (PoolId pool in forgotten.Select(lease => lease.PoolId).Distinct().ToArray())
                Reconcile(pool);
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
            SlotRequest request = Request(new TaskId($"t{tasks++}"));
            int before = waiting.Count;
            SlotAnswer answer = scheduler.Acquire(request, now, news);
            Deliver();
            if (answer is not SlotAnswer.Refused)
                Note(request, answer, now + WaitMax);
            Assert.True(waiting.Count <= Math.Max(before, Capacity), $"seed {seed}: {waiting.Count} wait");
        }

        private SlotRequest Request(TaskId task) => new()
        {
            TaskId = task,
            ModelId = new ModelId(Model),
            Priority = task.Value.EndsWith('3') ? TaskPriority.Batch : TaskPriority.Interactive,
            ContextTokens = random.Next(3) * 100,
            Deadline = random.Next(5) == 0 ? now + TimeSpan.FromMilliseconds(random.Next(1, 5_000)) : null,
        };

        private void Note(SlotRequest request, SlotAnswer answer, DateTimeOffset until)
        {
            if (answer is SlotAnswer.Granted granted)
            {
                Keep(request, granted.Lease);
                return;
            }

            waiting.Add(request.TaskId, request);
            expires[request.TaskId] = request.Deadline < until ? request.Deadline.Value : until;
        }

        private void MoveOne()
        {
            if (Take() is not SlotLease lease)
                return;
            SlotRequest request = Request(lease.TaskId);
            SlotAnswer answer = scheduler.Move(lease, request, now, news);
            Assert.IsNotType<SlotAnswer.Refused>(answer);
            // Others may have been granted before it, and it waits as they are.
            if (answer is SlotAnswer.Queued)
                Note(request, answer, now);
            else if (request.Priority == TaskPriority.Batch)
                interactiveInARow = 0;
            Deliver();
            if (answer is SlotAnswer.Granted)
                Note(request, answer, now);
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
            TaskId task = waiting.Keys.ElementAt(random.Next(waiting.Count));
            waiting.Remove(task);
            Assert.True(scheduler.Withdraw(task, now, news));
            Deliver();
        }

        /// <summary>A holder vanishes without a word.</summary>
        private void ForgetOne()
        {
            if (Take() is SlotLease lease)
                forgotten.Add(lease);
        }

        private void ReportOne()
        {
            SlotLease[] all = [.. held.Values, .. forgotten];
            if (all.Length > 0)
                Reconcile(all[random.Next(all.Length)].PoolId);
        }

        /// <summary>A node says what it holds: what is held, and nothing of what was forgotten.</summary>
        private void Reconcile(PoolId pool)
        {
            LeaseId[] active = [.. held.Values.Where(lease => lease.PoolId == pool).Select(lease => lease.LeaseId)];
            Assert.Empty(scheduler.Reconcile(new PoolLeases(pool, active), now, news));
            forgotten.RemoveAll(lease =>
                lease.PoolId == pool && granted[lease.LeaseId] + TimeSpan.FromSeconds(1) <= now);
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
            foreach (SlotDrop drop in news.Drops)
                Drop(drop);
            foreach (SlotGrant grant in news.Grants)
            {
                Assert.True(
                    waiting.Remove(grant.Request.TaskId), $"seed {seed}: a grant for a task that does not wait");
                CheckTurn(grant.Request);
                Keep(grant.Request, grant.Lease);
            }

            news.Clear();
        }

        private void Drop(SlotDrop drop)
        {
            Assert.True(waiting.Remove(drop.TaskId, out SlotRequest? request), $"seed {seed}: a drop of nobody");
            if (drop.Why.Code == ErrorCode.DecodeTimeout)
            {
                Assert.True(expires[drop.TaskId] <= now, $"seed {seed}: {drop.TaskId} dropped before its time");
                return;
            }

            Assert.Equal((ErrorCode.QueueFullDropLru, 0), (drop.Why.Code, seed % 2));
            Assert.False(places.ContainsKey(drop.TaskId), $"seed {seed}: {drop.TaskId} had a slot and is dropped");
            if (request.Priority == TaskPriority.Interactive)
            {
                Assert.DoesNotContain(waiting.Values, other =>
                    other.Priority == TaskPriority.Batch && !places.ContainsKey(other.TaskId));
            }
        }

        /// <summary>While both wait for the same slots, one in eight grants is a batch task's.</summary>
        private void CheckTurn(SlotRequest request)
        {
            bool isBatch = request.Priority == TaskPriority.Batch;
            bool passed = waiting.Values.Any(other =>
                other.Priority == TaskPriority.Batch && other.ContextTokens <= request.ContextTokens);
            interactiveInARow = isBatch || !passed ? 0 : interactiveInARow + 1;
            Assert.InRange(interactiveInARow, 0, new QueueLimits().BatchEvery - 1);
        }

        private void Keep(SlotRequest request, SlotLease lease)
        {
            Assert.True(fences.Add(lease.Fence), $"seed {seed}: fence {lease.Fence} given twice");
            Assert.True(places.TryAdd(lease.TaskId, lease.Place) || places[lease.TaskId] == lease.Place,
                $"seed {seed}: task {lease.TaskId} has lost its place");
            Assert.False(request.Deadline <= now, $"seed {seed}: a slot for a task whose deadline has passed");
            held.Add(lease.TaskId, lease);
            granted[lease.LeaseId] = now;
            PoolSnapshot pool = fleet.Snapshot.Pools.Single(pool => pool.PoolId == lease.PoolId);
            Assert.True(pool.Available, $"seed {seed}: a slot of a pool that takes no work");
            int lent = held.Values.Concat(forgotten).Count(other => other.PoolId == lease.PoolId);
            Assert.True(lent <= pool.SlotsTotal, $"seed {seed}: {lent} of {pool.SlotsTotal} slots of {lease.PoolId}");
            CheckOrder(request);
        }

        /// <summary>Nobody who came earlier and would fit the same slot is left behind.</summary>
        private void CheckOrder(SlotRequest request)
        {
            foreach (SlotRequest other in waiting.Values.Where(other => other.Priority == request.Priority))
            {
                if (scheduler.Look(other.TaskId, now) is QueueOutlook outlook)
                    Assert.InRange(outlook.Position, 0, waiting.Count - 1);
                Assert.False(
                    Number(other) < Number(request) && other.ContextTokens <= request.ContextTokens,
                    $"seed {seed}: {request.TaskId} has passed {other.TaskId}");
            }
        }

        private static int Number(SlotRequest request) => int.Parse(request.TaskId.Value[1..]);

        private void Check()
        {
            Assert.Equal(held.Count + forgotten.Count, scheduler.Leased);
            Assert.Equal(waiting.Count, scheduler.Waiting);
            Assert.Equal(waiting.Count == 0, scheduler.NextExpiry is null);
        }
    }
}
