using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Core.Placement;
using LlamaOrch.Core.Placement.Decisions;
using LlamaOrch.Core.Tests.Scenes;
using Xunit;
using static LlamaOrch.Core.Tests.Scenes.FleetScene;
using static LlamaOrch.Core.Tests.Scenes.PlacementScene;

namespace LlamaOrch.Core.Tests.Placement.Decisions;

public sealed class DecisionTests
{
    private static readonly TaskId Task = new("t");
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch;

    private readonly PlacementScene scene = new(
        Report("a", slots: 1),
        Report("b", slots: 2) with { Engine = "vllm" },
        Report("c", slots: 2) with { Draining = true },
        Report("d", slots: 2) with { ContextTokens = 10 });

    private readonly DecisionRecorder recorder;

    public DecisionTests() => recorder = new DecisionRecorder(scene.Index, 2);

    [Fact]
    public void A_placed_task_has_its_pool_first_and_each_pools_scores_or_what_rejected_it()
    {
        PlacementDecision decision = Place(Wish() with { ContextTokens = 100 });

        Assert.Equal(("placed", new PoolId("a"), new NodeId("n1"), 4), (
            decision.Outcome, decision.PoolId, decision.NodeId, decision.PoolsTotal));
        Assert.Equal(
            [("a", true, null), ("b", false, null), ("c", false, "draining"), ("d", false, "context")],
            decision.Candidates.Select(pool => (pool.PoolId.Value, pool.Chosen, pool.RejectedBy)));
        PlacementVerdict chosen = decision.Candidates[0];
        Assert.Equal(1, chosen.Scores!["free_slots"]);
        Assert.Equal(
            chosen.Score!.Value,
            decision.Weights.Sum(one => one.Value * chosen.Scores[one.Key]) / decision.Weights.Values.Sum(),
            0.001);
        Assert.Null(decision.Candidates[2].Scores);
        Assert.Contains("2 pools that admit it", decision.Reason);
    }

    [Theory]
    [InlineData("b", false, "pinned")]
    [InlineData(null, true, "only pool")]
    public void The_reason_says_what_made_the_choice(string? pin, bool vllm, string word)
    {
        PlacementDecision decision = Place(Wish() with
        {
            Engine = vllm ? "vllm" : null,
            Preferences = pin is null ? null : Wants(pin: pin),
        });

        Assert.Equal(new PoolId("b"), decision.PoolId);
        Assert.Contains(word, decision.Reason);
    }

    [Fact]
    public void A_task_that_waits_is_told_what_keeps_each_pool_from_it()
    {
        scene.Grant(Wish() with { Preferences = Wants(pin: "a") });

        PlacementDecision decision = recorder.Waits(
            Task, Wish() with { ContextTokens = 100, Engine = "llamacpp" }, 3, scene.Fleet.Snapshot, Now);

        Assert.Equal(("queued", 3), (decision.Outcome, decision.QueuePosition));
        Assert.Equal(
            new() { ["draining"] = 1, ["free_slot"] = 1, ["engine"] = 1, ["context"] = 1 },
            decision.Rejected.ToDictionary());
        Assert.Contains("no free slot in 1 pool", decision.Reason);
        Assert.Contains("1 pool draining", decision.Reason);
        Assert.DoesNotContain(decision.Candidates, pool => pool.Chosen);
    }

    [Fact]
    public void Pools_that_only_have_the_model_staged_are_counted_too()
    {
        scene.Fleet.Serve("n2", Report("z", model: "other") with { ModelsAvailable = [new ModelId(Model)] });

        PlacementDecision decision = recorder.Waits(Task, Wish(), 0, scene.Fleet.Snapshot, Now);

        Assert.Equal(1, decision.Rejected["model"]);
        Assert.Equal("model", decision.Candidates.Single(pool => pool.PoolId.Value == "z").RejectedBy);
    }

    [Fact]
    public void The_counts_of_filters_are_those_of_asking_pool_by_pool()
    {
        PlacementPreferences[] wishes =
        [
            Wants(), Wants(pin: "a", fallback: false), Wants(prefer: ["a", "d", "a", "x"], fallback: false),
            Wants(avoid: ["a", "c", "b"]), Wants(pin: "x", fallback: false), Wants(devices: "0"),
            Wants(pin: "a", avoid: ["a"], fallback: false),
        ];
        foreach (PlacementPreferences wish in wishes)
        {
            PlacementRequest request = Wish() with { ContextTokens = 100, Preferences = wish };

            PlacementDecision decision = recorder.Waits(Task, request, 0, scene.Fleet.Snapshot, Now);

            Assert.Equal(
                decision.Candidates.Where(pool => pool.RejectedBy is not null).CountBy(pool => pool.RejectedBy!)
                    .OrderBy(pair => pair.Key),
                decision.Rejected.OrderBy(pair => pair.Key));
        }
    }

    [Fact]
    public void A_refusal_has_its_code_and_its_sentence()
    {
        recorder.Refused(Task, Wish(), ErrorCode.AdmissionReject, "Full.", scene.Fleet.Snapshot, Now);

        PlacementDecision decision = recorder.Find(Task)!;

        Assert.Equal(
            ("refused", "ADMISSION_REJECT", "Full."), (decision.Outcome, decision.Code, decision.Reason));
        Assert.Equal(4, decision.Candidates.Count);
    }

    [Fact]
    public void Of_each_task_the_latest_decision_is_kept_and_of_all_tasks_the_latest_ones()
    {
        Place(Wish(), "t1");
        Place(Wish(), "t2");
        Place(Wish() with { Failed = Named("a") }, "t1");
        Assert.Equal([new PoolId("a")], recorder.Find(new TaskId("t1"))!.FailedPools);

        Place(Wish(), "t3");

        Assert.Null(recorder.Find(new TaskId("t1")));
        Assert.NotNull(recorder.Find(new TaskId("t2")));
        Assert.NotNull(recorder.Find(new TaskId("t3")));
    }

    [Fact]
    public void A_record_of_a_large_fleet_is_bounded_and_shows_who_matters()
    {
        var large = new PlacementScene([.. Enumerable.Range(0, 100).Select(pool => Report($"p{pool:00}"))]);
        var log = new DecisionRecorder(large.Index, 1);
        PlacementRequest request = Wish() with { Preferences = Wants(prefer: ["p98", "p99"]) };

        log.Placed(Task, request, large.Index.Choose(request), Now);

        PlacementDecision decision = log.Find(Task)!;
        Assert.Equal(DecisionRecord.CandidatesMax, decision.Candidates.Count);
        Assert.Equal(100, decision.PoolsTotal);
        Assert.Equal(["p98", "p99", "p00"], decision.Candidates.Take(3).Select(pool => pool.PoolId.Value));
    }

    [Fact]
    public void Nothing_is_kept_when_nothing_is_to_be_kept()
    {
        var off = new DecisionRecorder(scene.Index, 0);

        off.Placed(Task, Wish(), 0, Now);
        off.Refused(Task, Wish(), ErrorCode.AdmissionReject, "Full.", scene.Fleet.Snapshot, Now);
        off.Withdrawn(Task, Wish(), Now);

        Assert.Null(off.Find(Task));
    }

    private PlacementDecision Place(PlacementRequest request, string? task = null)
    {
        TaskId taskId = task is null ? Task : new TaskId(task);
        recorder.Placed(taskId, request, scene.Index.Choose(request), Now);
        return recorder.Find(taskId)!;
    }
}
