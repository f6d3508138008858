namespace LlamaOrch.Core.Sessions;

/// <summary>The most that a session may use; null where there is no limit.</summary>
/// <param name="Tokens">Generated tokens, from 1.</param>
/// <param name="Time">Time on slots, from dispatch to end.</param>
/// <param name="CostMicros">Price of the generated tokens, millionths of the operator's currency.</param>
public readonly record struct BudgetLimits(long? Tokens, TimeSpan? Time, long? CostMicros)
{
    /// <summary>No limit at all.</summary>
    public static BudgetLimits None { get; }

    /// <summary>What is left of each limit after a use; never below 0, null where unlimited.</summary>
    public BudgetLimits Minus(BudgetAmounts used) => new(
        Tokens is long tokens ? Math.Max(0, tokens - used.Tokens) : null,
        Time is TimeSpan time ? (time > used.Time ? time - used.Time : TimeSpan.Zero) : null,
        CostMicros is long cost ? Math.Max(0, cost - used.CostMicros) : null);
}
