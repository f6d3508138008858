using LlamaOrch.Contracts.Sessions;
using LlamaOrch.Core.Sessions;

namespace LlamaOrch.Orchestrator.Sessions;

/// <summary>Budgets as the API shows them, and back.</summary>
internal static class BudgetViews
{
    /// <summary>Largest cost, the operator's currency; in millionths it fits a long many times.</summary>
    public const int CostMax = 1_000_000_000;

    /// <summary>Longest budget of time: a year.</summary>
    public const long TimeMsMax = 31_536_000_000;

    private const decimal MicrosPerUnit = 1_000_000m;

    public static SessionBudget Of(BudgetLimits limits) => new()
    {
        Tokens = limits.Tokens,
        TimeMs = (long?)limits.Time?.TotalMilliseconds,
        Cost = limits.CostMicros / MicrosPerUnit,
    };

    public static SessionBudget Of(BudgetAmounts amounts) => new()
    {
        Tokens = amounts.Tokens,
        TimeMs = (long)amounts.Time.TotalMilliseconds,
        Cost = amounts.CostMicros / MicrosPerUnit,
    };

    /// <summary>A cost in millionths, rounded down: a limit is never loosened by rounding.</summary>
    public static long? Micros(decimal? cost) => cost is decimal value ? (long)(value * MicrosPerUnit) : null;
}
