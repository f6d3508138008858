namespace LlamaOrch.Core.Sessions;

/// <summary>What was used, or is kept for a turn that runs.</summary>
/// <param name="Tokens">Generated tokens.</param>
/// <param name="Time">Time on slots.</param>
/// <param name="CostMicros">Price, millionths of the operator's currency.</param>
public readonly record struct BudgetAmounts(long Tokens, TimeSpan Time, long CostMicros)
{
    /// <summary>Nothing.</summary>
    public static BudgetAmounts Zero { get; }

    /// <summary>Both together.</summary>
    public static BudgetAmounts operator +(BudgetAmounts left, BudgetAmounts right) =>
        new(left.Tokens + right.Tokens, left.Time + right.Time, left.CostMicros + right.CostMicros);

    /// <summary>The left without the right.</summary>
    public static BudgetAmounts operator -(BudgetAmounts left, BudgetAmounts right) =>
        new(left.Tokens - right.Tokens, left.Time - right.Time, left.CostMicros - right.CostMicros);
}
