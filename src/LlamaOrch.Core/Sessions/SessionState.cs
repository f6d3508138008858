using System.Collections.Immutable;
using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Core.Sessions;

/// <summary>One conversation; changed only by <see cref="SessionDecisions"/>.</summary>
public sealed record SessionState
{
    /// <summary>Turns that were taken, those that run included; refused ones are not.</summary>
    public int Turns { get; init; }

    /// <summary>The limits that it began with, or was given since.</summary>
    public required SessionLimits Limits { get; init; }

    /// <summary>What ended turns have used.</summary>
    public BudgetAmounts Spent { get; init; }

    /// <summary>What is kept for the turns that run, by task; at most <see cref="SessionLimits.TurnsMax"/>.</summary>
    public ImmutableDictionary<TaskId, BudgetAmounts> Reserved { get; init; } =
        ImmutableDictionary<TaskId, BudgetAmounts>.Empty;

    /// <summary>The pool of the latest turn: its engine may still have the conversation in its cache.</summary>
    public PoolId? Home { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When its latest turn was taken or ended.</summary>
    public required DateTimeOffset LastUsed { get; init; }

    /// <summary>What the turns that run may still use, together with what is spent.</summary>
    public BudgetAmounts Committed => Reserved.Values.Aggregate(Spent, static (sum, kept) => sum + kept);

    /// <summary>What is left for another turn.</summary>
    public BudgetLimits Remaining => Limits.Budget.Minus(Committed);

    /// <summary>Whether it is over: nothing runs and nobody came for its time to live.</summary>
    public bool HasExpired(DateTimeOffset now) => Reserved.IsEmpty && now - LastUsed >= Limits.Ttl;

    /// <summary>A session without turns.</summary>
    public static SessionState Begin(SessionLimits limits, DateTimeOffset now) =>
        new() { Limits = limits, CreatedAt = now, LastUsed = now };
}
