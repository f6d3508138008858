using LlamaOrch.Client.Decisions;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.TestKit.Processes;
using Xunit;

namespace LlamaOrch.Client.Tests.Decisions;

[Trait("lane", "unit")]
public sealed class DecisionStoryTests
{
    [Fact]
    public void A_placed_task_is_told_with_where_and_why_and_what_became_of_it()
    {
        var story = new DecisionStory(
            Decision("placed") with { PoolId = new PoolId("p1"), NodeId = new NodeId("n1") },
            TaskIn("completed") with { TokensOut = 12 });

        Assert.Equal(
            ["t-1 was placed on p1 (n1), which serves tiny.", "Because.", "It has completed with 12 tokens."],
            story.Opening());
        Assert.Contains("Strategy least-loaded; weights: free_slots 1, latency 0.25.", story.Closing());
    }

    [Fact]
    public void A_task_that_waits_is_told_with_its_place_when_it_starts_and_what_it_waits_for()
    {
        var story = new DecisionStory(
            Decision("queued") with
            {
                QueuePosition = 2,
                FailedPools = [new PoolId("p9")],
                Rejected = new Dictionary<string, int> { ["free_slot"] = 3 },
            },
            TaskIn("queued") with { PredictedStartMs = 4200, PredictionConfidence = 0.617 });

        Assert.Equal(
            [
                "t-1 waits in the queue of tiny.",
                "Because.",
                "2 start before it.",
                "It should start in about 4.2 s (62 % sure to a quarter of that).",
                "It had a slot before and lost it on p9, so these come last.",
            ],
            story.Opening());
        Assert.Contains("3 rejected by free_slot: no slot is free.", story.Closing());
        Assert.Contains(story.Closing(), line => line.StartsWith("Every pool is busy", StringComparison.Ordinal));
    }

    [Fact]
    public void A_wait_that_can_not_be_predicted_says_so_and_the_next_one_is_called_next()
    {
        var story = new DecisionStory(Decision("queued") with { QueuePosition = 0 }, task: null);

        Assert.Contains("It is the next one to start.", story.Opening());
        Assert.Contains(story.Opening(), line => line.StartsWith("When it starts can't", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ADMISSION_REJECT", "The queue was full")]
    [InlineData("MODEL_NOT_AVAILABLE", "llama-orch models")]
    [InlineData("POOL_UNREADY", "llama-orch doctor")]
    [InlineData("DECODE_TIMEOUT", "deadline")]
    [InlineData("INTERNAL", "errors.md")]
    public void A_refused_task_is_told_with_its_code_and_what_to_do(string code, string advice)
    {
        var story = new DecisionStory(Decision("refused") with { Code = code }, task: null);

        Assert.Equal($"t-1 was refused with {code}.", story.Opening().First());
        Assert.Contains(advice, story.Closing().Last(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pools_note_is_its_scores_or_what_rejected_it()
    {
        Assert.Equal("chosen: free_slots 1", DecisionStory.NoteOn(Scored(chosen: true)));
        Assert.Equal("free_slots 1", DecisionStory.NoteOn(Scored(chosen: false)));
        Assert.Equal(
            "draining: it or its node drains", DecisionStory.NoteOn(Verdict() with { RejectedBy = "draining" }));
    }

    [Fact]
    public void Every_filter_of_placement_has_a_phrase_and_nothing_else_has()
    {
        string readme = File.ReadAllText(
            Path.Combine(BuiltHost.Root, "src", "LlamaOrch.Core", "Placement", "README.md"));
        int from = readme.IndexOf("## Filters", StringComparison.Ordinal);
        IEnumerable<string> filters = readme[from..readme.IndexOf("## Scorers", StringComparison.Ordinal)]
            .Split('\n')
            .Where(line => line.StartsWith("### `", StringComparison.Ordinal))
            .Select(line => line.Split('`')[1]);

        Assert.Equal(filters.Order(), FilterPhrases.Filters.Order());
    }

    private static PlacementDecision Decision(string outcome) => new()
    {
        TaskId = new TaskId("t-1"),
        Model = new ModelId("tiny"),
        Outcome = outcome,
        DecidedAt = DateTimeOffset.UnixEpoch,
        Reason = "Because.",
        Strategy = "least-loaded",
        Weights = new Dictionary<string, double> { ["free_slots"] = 1, ["latency"] = 0.25 },
        PoolsTotal = 1,
        Rejected = new Dictionary<string, int>(),
        Candidates = [Scored(chosen: true)],
    };

    private static PlacementVerdict Verdict() => new() { PoolId = new PoolId("p1"), NodeId = new NodeId("n1") };

    private static PlacementVerdict Scored(bool chosen) => Verdict() with
    {
        Chosen = chosen,
        Score = 1,
        Scores = new Dictionary<string, double> { ["free_slots"] = 1, ["latency"] = 0 },
    };

    private static TaskView TaskIn(string state) => new()
    {
        TaskId = new TaskId("t-1"),
        State = state,
        Model = new ModelId("tiny"),
        Priority = "interactive",
        QueuePosition = 0,
        CreatedAt = DateTimeOffset.UnixEpoch,
    };
}
