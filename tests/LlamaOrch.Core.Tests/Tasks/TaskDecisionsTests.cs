using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Tasks;
using Xunit;

namespace LlamaOrch.Core.Tests.Tasks;

public sealed class TaskDecisionsTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(50);
    private static readonly ErrorBody Broken = ErrorBody.From(ErrorCode.PoolUnavailable, "Gone.");
    private static readonly TaskWork Work = new(3, 4, TimeSpan.FromSeconds(5));

    private readonly List<string> done = [];
    private TaskState state = TaskState.Taken;

    [Fact]
    public void A_task_that_goes_well_is_written_down_before_its_tokens_and_its_end_are_seen()
    {
        Happens(Leased("p"), TaskEvent.AnswerBegan.Instance, new TaskEvent.WorkEnded(Work, null));
        Assert.Equal(["MarkDelivered", "Seal", "WriteOutcome"], done);
        Assert.Equal(TaskPhase.Streaming, state.Phase);

        Happens(TaskEvent.OutcomeWritten.Instance);

        Assert.Equal("Publish", done[^1]);
        Assert.Equal(TaskPhase.Completed, state.Phase);
        Assert.Equal(
            new TaskOutcome
            {
                Phase = TaskPhase.Completed,
                EndedAt = Now,
                Work = Work,
                PoolId = new PoolId("p"),
                NodeId = new NodeId("n"),
            },
            state.Outcome);
    }

    [Fact]
    public void A_cancel_seals_first_stops_then_and_is_certain_only_when_it_is_written()
    {
        Happens(Leased("p"), TaskEvent.AnswerBegan.Instance, new TaskEvent.CancelAsked(2));

        Assert.Equal(["MarkDelivered", "Seal", "StopWork", "WriteOutcome"], done);
        Assert.False(state.Phase.IsTerminal());
        Happens(TaskEvent.OutcomeWritten.Instance);
        Assert.Equal((TaskPhase.Canceled, 2), (state.Phase, state.Outcome!.Work.TokensOut));
    }

    public static TheoryData<TaskEvent> Endings =>
    [
        new TaskEvent.CancelAsked(0), new TaskEvent.WorkEnded(Work, Broken), new TaskEvent.Recovered(Delivered: true),
    ];

    [Theory]
    [MemberData(nameof(Endings), DisableDiscoveryEnumeration = true)]
    public void Once_an_end_is_certain_nothing_changes_it(TaskEvent ending)
    {
        Happens(ending);
        TaskOutcome first = state.Outcome!;
        int effects = done.Count;

        TaskEvent[] late =
        [
            Leased("q"), TaskEvent.AnswerBegan.Instance, new TaskEvent.WorkEnded(Work, Broken),
            new TaskEvent.CancelAsked(9), new TaskEvent.Recovered(false), new TaskEvent.Recovered(true),
        ];
        Happens(late);
        Happens(TaskEvent.OutcomeWritten.Instance);
        Happens(late);
        Happens(TaskEvent.OutcomeWritten.Instance, TaskEvent.OutcomeNotWritten.Instance);

        Assert.Same(first, state.Outcome);
        Assert.Equal(["Publish"], done.Skip(effects));
    }

    [Fact]
    public void An_end_that_cannot_be_written_is_tried_again_with_growing_pauses_up_to_a_bound()
    {
        Happens(new TaskEvent.WorkEnded(Work, Broken));
        var pauses = new List<TimeSpan>();
        for (int failure = 0; failure < 100; failure++)
        {
            TaskDecision decision = TaskDecisions.Decide(state, TaskEvent.OutcomeNotWritten.Instance, Now);
            state = decision.State;
            pauses.Add(Assert.IsType<TaskEffect.WriteOutcomeLater>(Assert.Single(decision.Effects)).Pause);
        }

        Assert.Equal(pauses.Order(), pauses);
        Assert.True(pauses[0] < pauses[1]);
        Assert.Equal(TaskDecisions.PauseMax, pauses[^1]);
        Assert.False(state.Phase.IsTerminal());
        Happens(TaskEvent.OutcomeWritten.Instance);
        Assert.Equal(TaskPhase.Failed, state.Phase);
    }

    [Fact]
    public void A_task_found_after_a_restart_runs_again_unless_a_token_of_it_may_have_been_seen()
    {
        Happens(new TaskEvent.Recovered(Delivered: false));
        Assert.Equal(["Requeue"], done);
        Assert.Null(state.Outcome);

        Happens(new TaskEvent.Recovered(Delivered: true), TaskEvent.OutcomeWritten.Instance);

        Assert.Equal(["Requeue", "Seal", "WriteOutcome", "Publish"], done);
        Assert.Equal(TaskPhase.Failed, state.Phase);
        Assert.Equal(("WORKER_RESET", true), (state.Outcome!.Error!.Code, state.Outcome.Error.Retriable));
    }

    [Fact]
    public void A_task_moves_on_to_another_pool_before_its_first_byte_and_not_after()
    {
        Happens(Leased("p"), Leased("q"));
        Assert.Equal((TaskPhase.Dispatched, "q"), (state.Phase, state.PoolId!.Value.Value));

        Happens(TaskEvent.AnswerBegan.Instance, Leased("r"));

        Assert.Equal((TaskPhase.Streaming, "q"), (state.Phase, state.PoolId!.Value.Value));
    }

    [Fact]
    public void A_task_that_nobody_works_on_cannot_have_gone_well()
    {
        Happens(new TaskEvent.WorkEnded(Work, null), TaskEvent.AnswerBegan.Instance);

        Assert.Equal(TaskState.Taken, state);
        Assert.Empty(done);
    }

    private void Happens(params TaskEvent[] events)
    {
        foreach (TaskEvent happened in events)
        {
            TaskDecision decision = TaskDecisions.Decide(state, happened, Now);
            state = decision.State;
            done.AddRange(decision.Effects.Select(effect => effect.GetType().Name));
        }
    }

    private static TaskEvent.Leased Leased(string pool) => new(new SlotLease
    {
        LeaseId = new LeaseId("1"),
        Fence = 1,
        TaskId = new TaskId("t"),
        ModelId = new ModelId("m"),
        PoolId = new PoolId(pool),
        NodeId = new NodeId("n"),
        Address = new Uri("http://host:1"),
        Engine = "llamacpp",
        Place = 1,
    });
}
