using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Core.Sessions;

/// <summary>
/// The rules of a conversation. What a turn could use at most is reserved when it is taken and settled when it has
/// ended, so that turns at the same time can't overspend together.
/// </summary>
public static class SessionDecisions
{
    private const long TokensPerPrice = 1000;

    /// <summary>A task wants to be the next turn. Asked again by the same task, the answer is the same.</summary>
    public static SessionDecision Take(SessionState state, TurnWish wish, DateTimeOffset now)
    {
        if (state.Reserved.TryGetValue(wish.TaskId, out BudgetAmounts kept))
            return new SessionDecision(state, GrantOf(state.Limits, wish, kept), null);
        if (state.HasExpired(now))
            state = SessionState.Begin(state.Limits, now);
        if (state.Turns >= state.Limits.TurnsMax)
        {
            return Refuse(
                state, $"The session has had its {state.Limits.TurnsMax} turns: begin another.", "session_id");
        }

        (long? tokens, ErrorBody? tokensRefused) = Tokens(state, wish);
        (TimeSpan? time, ErrorBody? timeRefused) = Time(state, wish);
        if ((tokensRefused ?? timeRefused) is ErrorBody refusal)
            return new SessionDecision(state, default, refusal);

        var reserved = new BudgetAmounts(
            tokens ?? 0, time ?? TimeSpan.Zero, tokens is long most ? Price(state.Limits, most) : 0);
        SessionState after = state with
        {
            Turns = state.Turns + 1,
            Reserved = state.Reserved.Add(wish.TaskId, reserved),
            LastUsed = now,
        };
        return new SessionDecision(after, GrantOf(state.Limits, wish, reserved), null);
    }

    /// <summary>A turn has a slot; tells whether that pool may still have the conversation in its cache.</summary>
    public static (SessionState State, bool IsWarm) Place(SessionState state, PoolId pool) =>
        (state with { Home = pool }, state.Home == pool);

    /// <summary>A turn has ended: what it used is spent, the rest of its reservation comes back.</summary>
    public static SessionState Settle(
        SessionState state, TaskId taskId, long tokens, TimeSpan time, DateTimeOffset now) =>
        !state.Reserved.ContainsKey(taskId)
            ? state
            : state with
            {
                Reserved = state.Reserved.Remove(taskId),
                Spent = state.Spent + new BudgetAmounts(tokens, time, Price(state.Limits, tokens)),
                LastUsed = now,
            };

    /// <summary>A turn was taken and then refused elsewhere: as if it had never been asked for.</summary>
    public static SessionState GiveBack(SessionState state, TaskId taskId) =>
        !state.Reserved.ContainsKey(taskId)
            ? state
            : state with { Reserved = state.Reserved.Remove(taskId), Turns = state.Turns - 1 };

    /// <summary>The price of generated tokens, rounded up, millionths of the operator's currency.</summary>
    public static long Price(SessionLimits limits, long tokens)
    {
        Int128 price = ((Int128)tokens * limits.MicrosPerThousandTokens) + TokensPerPrice - 1;
        return (long)Int128.Min(price / TokensPerPrice, long.MaxValue);
    }

    /// <summary>
    /// How many tokens to keep for a turn: what it asks for, or all that is left when it does not say.
    /// </summary>
    private static (long? Tokens, ErrorBody? Refusal) Tokens(SessionState state, TurnWish wish)
    {
        BudgetLimits left = state.Remaining;
        long? most = left.Tokens;
        string field = "budget.tokens";
        if (left.CostMicros is long cost && state.Limits.MicrosPerThousandTokens > 0)
        {
            long affordable = Affordable(state.Limits, cost);
            if (most is null || affordable < most)
                (most, field) = (affordable, "budget.cost");
        }

        if (most is not long limit)
            return (wish.MaxTokens, null);
        if (limit > 0 && (wish.MaxTokens is null || wish.MaxTokens <= limit))
            return (wish.MaxTokens ?? limit, null);
        return (null, Quota($"The session's budget has {limit} tokens left, the task may need more.", field));
    }

    /// <summary>Likewise for time.</summary>
    private static (TimeSpan? Time, ErrorBody? Refusal) Time(SessionState state, TurnWish wish)
    {
        if (state.Remaining.Time is not TimeSpan left)
            return (wish.TimeMax, null);
        if (left > TimeSpan.Zero && (wish.TimeMax is null || wish.TimeMax <= left))
            return (wish.TimeMax ?? left, null);
        return (null, Quota(
            $"The session's budget has {left.TotalMilliseconds:0} ms left, the task may need more.", "budget.time_ms"));
    }

    /// <summary>The most tokens whose price, rounded up, is within a cost.</summary>
    private static long Affordable(SessionLimits limits, long costMicros) =>
        (long)Int128.Min((Int128)costMicros * TokensPerPrice / limits.MicrosPerThousandTokens, long.MaxValue);

    private static TurnGrant GrantOf(SessionLimits limits, TurnWish wish, BudgetAmounts reserved)
    {
        bool tokensLimited = limits.Budget.Tokens is not null
            || (limits.Budget.CostMicros is not null && limits.MicrosPerThousandTokens > 0);
        return new TurnGrant(
            tokensLimited ? reserved.Tokens : wish.MaxTokens,
            limits.Budget.Time is not null ? reserved.Time : wish.TimeMax);
    }

    private static SessionDecision Refuse(SessionState state, string sentence, string field) =>
        new(state, default, Quota(sentence, field));

    private static ErrorBody Quota(string sentence, string field) =>
        ErrorBody.From(ErrorCode.QuotaExceeded, sentence, field);
}
