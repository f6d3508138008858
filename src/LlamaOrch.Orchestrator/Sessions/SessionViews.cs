using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Sessions;
using LlamaOrch.Core.Sessions;

namespace LlamaOrch.Orchestrator.Sessions;

/// <summary>Sessions as the API shows them.</summary>
internal static class SessionViews
{
    public static SessionView Of(SessionId id, SessionState state) => new()
    {
        SessionId = id,
        Turns = state.Turns,
        TurnsMax = state.Limits.TurnsMax,
        RunningTasks = [.. state.Reserved.Keys.OrderBy(task => task.Value, StringComparer.Ordinal)],
        Budget = BudgetViews.Of(state.Limits.Budget),
        Spent = BudgetViews.Of(state.Spent),
        Reserved = BudgetViews.Of(state.Committed - state.Spent),
        Remaining = BudgetViews.Of(state.Remaining),
        PoolId = state.Home,
        CreatedAt = state.CreatedAt,
        ExpiresAt = state.Reserved.IsEmpty ? state.LastUsed + state.Limits.Ttl : null,
    };
}
