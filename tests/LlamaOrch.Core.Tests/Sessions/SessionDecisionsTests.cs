using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Sessions;
using Xunit;

namespace LlamaOrch.Core.Tests.Sessions;

public sealed class SessionDecisionsTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Turns_are_counted_and_limited()
    {
        SessionState state = Begin(new SessionLimits { TurnsMax = 2 });
        state = End(Take(state, "a").State, "a");
        state = End(Take(state, "b").State, "b");

        SessionDecision third = Take(state, "c");

        Assert.Equal(("QUOTA_EXCEEDED", "session_id"), (third.Refusal!.Code, third.Refusal.Field));
        Assert.Equal(2, third.State.Turns);
    }

    [Fact]
    public void A_session_that_nobody_used_for_its_time_begins_anew()
    {
        SessionState state = Begin(new SessionLimits { TurnsMax = 1, Ttl = TimeSpan.FromMinutes(1) });
        state = End(Take(state, "a").State, "a");

        Assert.NotNull(Take(state, "b", at: Start.AddSeconds(59)).Refusal);
        SessionDecision later = Take(state, "b", at: Start.AddSeconds(60));

        Assert.Null(later.Refusal);
        Assert.Equal((1, Start.AddSeconds(60)), (later.State.Turns, later.State.CreatedAt));
    }

    [Fact]
    public void A_session_does_not_expire_while_a_turn_runs()
    {
        SessionState state = Take(Begin(new SessionLimits()), "a").State;

        Assert.False(state.HasExpired(Start.AddDays(1)));
        Assert.True(End(state, "a").HasExpired(Start.AddDays(1)));
    }

    [Fact]
    public void The_same_task_asks_twice_and_is_one_turn()
    {
        SessionState state = Take(Begin(Tokens(100)), "a", tokens: 60).State;

        SessionDecision again = Take(state, "a", tokens: 60);

        Assert.Null(again.Refusal);
        Assert.Equal((1, 40), (again.State.Turns, again.State.Remaining.Tokens));
        Assert.Equal(60, again.Grant.MaxTokens);
    }

    [Fact]
    public void What_a_turn_may_need_is_reserved_and_what_it_did_not_need_comes_back()
    {
        SessionState state = Take(Begin(Tokens(100)), "a", tokens: 60).State;
        Assert.Equal("budget.tokens", Take(state, "b", tokens: 41).Refusal!.Field);

        state = SessionDecisions.Settle(state, new TaskId("a"), 10, TimeSpan.Zero, Start);

        Assert.Equal(90, state.Remaining.Tokens);
        Assert.Null(Take(state, "b", tokens: 90).Refusal);
    }

    [Fact]
    public void A_turn_that_does_not_say_what_it_needs_gets_all_that_is_left()
    {
        SessionDecision all = Take(Begin(Tokens(100)), "a");

        Assert.Equal(100, all.Grant.MaxTokens);
        Assert.Equal("budget.tokens", Take(all.State, "b").Refusal!.Field);
    }

    [Fact]
    public void Without_a_budget_a_turn_is_as_limited_as_it_asked_to_be()
    {
        Assert.Equal(new TurnGrant(null, null), Take(Begin(new SessionLimits()), "a").Grant);
        Assert.Equal(7, Take(Begin(new SessionLimits()), "a", tokens: 7).Grant.MaxTokens);
    }

    [Fact]
    public void Time_is_reserved_like_tokens()
    {
        SessionState state = Begin(new SessionLimits { Budget = new(null, TimeSpan.FromSeconds(10), null) });
        SessionDecision first = Take(state, "a", time: TimeSpan.FromSeconds(6));
        Assert.Equal("budget.time_ms", Take(first.State, "b", time: TimeSpan.FromSeconds(5)).Refusal!.Field);

        SessionDecision rest = Take(first.State, "b");

        Assert.Equal(TimeSpan.FromSeconds(4), rest.Grant.TimeMax);
    }

    [Fact]
    public void Cost_limits_tokens_by_their_price()
    {
        SessionState state = Begin(new SessionLimits
        {
            Budget = new(null, null, 1_000),
            MicrosPerThousandTokens = 3_000,
        });

        SessionDecision taken = Take(state, "a");

        Assert.Equal(333, taken.Grant.MaxTokens);
        Assert.Equal(999, taken.State.Committed.CostMicros);
        Assert.Equal("budget.cost", Take(state, "a", tokens: 334).Refusal!.Field);
    }

    [Fact]
    public void A_refused_turn_leaves_no_trace()
    {
        SessionState state = Begin(Tokens(10));

        SessionState after = SessionDecisions.GiveBack(Take(state, "a", tokens: 5).State, new TaskId("a"));

        Assert.Equal((0, 10), (after.Turns, after.Remaining.Tokens));
        Assert.Same(after, SessionDecisions.GiveBack(after, new TaskId("a")));
    }

    [Fact]
    public void A_turn_is_settled_once()
    {
        SessionState state = Take(Begin(Tokens(10)), "a", tokens: 5).State;
        state = SessionDecisions.Settle(state, new TaskId("a"), 5, TimeSpan.Zero, Start);

        Assert.Same(state, SessionDecisions.Settle(state, new TaskId("a"), 5, TimeSpan.Zero, Start));
    }

    [Fact]
    public void Only_the_pool_of_the_latest_turn_is_warm()
    {
        SessionState state = Begin(new SessionLimits());

        (state, bool first) = SessionDecisions.Place(state, new PoolId("p1"));
        (state, bool same) = SessionDecisions.Place(state, new PoolId("p1"));
        (_, bool other) = SessionDecisions.Place(state, new PoolId("p2"));

        Assert.Equal((false, true, false), (first, same, other));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void No_order_of_turns_overspends(int seed)
    {
        var random = new Random(seed);
        SessionState state = Begin(new SessionLimits
        {
            TurnsMax = 1000,
            Budget = new(5_000, TimeSpan.FromSeconds(50), 9_999),
            MicrosPerThousandTokens = 2_501,
        });
        Dictionary<string, TurnGrant> running = [];
        for (int step = 0; step < 2_000; step++)
        {
            if (random.Next(2) == 0)
            {
                string task = $"t{step}";
                SessionDecision asked = Take(
                    state, task, random.Next(3) == 0 ? null : random.Next(1, 80), TimeSpan.FromMilliseconds(400));
                state = asked.State;
                if (asked.Refusal is null)
                    running.Add(task, asked.Grant);
            }
            else if (running.Count > 0)
            {
                (string task, TurnGrant grant) = running.ElementAt(random.Next(running.Count));
                running.Remove(task);
                state = SessionDecisions.Settle(
                    state,
                    new TaskId(task),
                    random.NextInt64(grant.MaxTokens!.Value + 1),
                    grant.TimeMax!.Value * random.NextDouble(),
                    Start);
            }

            BudgetAmounts used = state.Committed;
            Assert.True(used.Tokens <= 5_000 && used.Time <= TimeSpan.FromSeconds(50) && used.CostMicros <= 9_999);
            Assert.Equal(running.Count, state.Reserved.Count);
        }

        Assert.True(state.Spent.Tokens > 2_000);
    }

    private static SessionLimits Tokens(long tokens) => new() { Budget = new(tokens, null, null) };

    private static SessionState Begin(SessionLimits limits) => SessionState.Begin(limits, Start);

    private static SessionDecision Take(
        SessionState state, string task, int? tokens = null, TimeSpan? time = null, DateTimeOffset? at = null) =>
        SessionDecisions.Take(state, new TurnWish(new TaskId(task), tokens, time), at ?? Start);

    private static SessionState End(SessionState state, string task) =>
        SessionDecisions.Settle(state, new TaskId(task), 0, TimeSpan.Zero, Start);
}
