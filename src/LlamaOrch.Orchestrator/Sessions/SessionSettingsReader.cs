using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Sessions;
using LlamaOrch.Core.Sessions;

namespace LlamaOrch.Orchestrator.Sessions;

/// <summary>Turns what a task states for its session into limits, or says which field is wrong.</summary>
internal sealed class SessionSettingsReader(SessionLimits defaults)
{
    private const int TurnsMost = 1_000;
    private const long TtlShortestMs = 1_000;
    private const long TtlLongestMs = 86_400_000;

    /// <summary>The limits; null, and no error, when nothing is stated.</summary>
    public (SessionLimits? Limits, ErrorBody? Invalid) Read(SessionSettings? settings)
    {
        if (settings is null)
            return (null, null);
        if (Validate(settings) is ErrorBody invalid)
            return (null, invalid);
        SessionBudget asked = settings.Budget ?? new SessionBudget();
        return (defaults with
        {
            Ttl = settings.TtlMs is long ttl ? TimeSpan.FromMilliseconds(ttl) : defaults.Ttl,
            TurnsMax = settings.TurnsMax ?? defaults.TurnsMax,
            Budget = new BudgetLimits(
                Least(asked.Tokens, defaults.Budget.Tokens),
                asked.TimeMs is long time
                    ? Least(TimeSpan.FromMilliseconds(time), defaults.Budget.Time)
                    : defaults.Budget.Time,
                Least(BudgetViews.Micros(asked.Cost), defaults.Budget.CostMicros)),
        }, null);
    }

    private static ErrorBody? Validate(SessionSettings settings)
    {
        SessionBudget? budget = settings.Budget;
        if (settings.TtlMs is < TtlShortestMs or > TtlLongestMs)
            return Invalid($"'ttl_ms' must be from {TtlShortestMs} to {TtlLongestMs}.", "session.ttl_ms");
        if (settings.TurnsMax is < 1 or > TurnsMost)
            return Invalid($"'turns_max' must be from 1 to {TurnsMost}.", "session.turns_max");
        if (budget?.Tokens is < 1)
            return Invalid("'tokens' must be at least 1.", "session.budget.tokens");
        if (budget?.TimeMs is < 1 or > BudgetViews.TimeMsMax)
            return Invalid($"'time_ms' must be from 1 to {BudgetViews.TimeMsMax}.", "session.budget.time_ms");
        return budget?.Cost is <= 0 or > BudgetViews.CostMax
            ? Invalid($"'cost' must be above 0 and at most {BudgetViews.CostMax}.", "session.budget.cost")
            : null;
    }

    /// <summary>A client may tighten what the operator allows, not loosen it.</summary>
    private static T? Least<T>(T? asked, T? allowed)
        where T : struct, IComparable<T> =>
        asked is T mine && (allowed is not T most || mine.CompareTo(most) < 0) ? mine : allowed;

    private static ErrorBody Invalid(string message, string field) =>
        ErrorBody.From(ErrorCode.InvalidParams, message, field);
}
