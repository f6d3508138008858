using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Sessions;
using LlamaOrch.Core.Tasks;
using LlamaOrch.Simulation.Tests.Actors.Clients;
using LlamaOrch.Simulation.Tests.Actors.Store;

namespace LlamaOrch.Simulation.Tests.Actors.ControlPlane;

/// <summary>Stands for <c>SessionGrain</c> and <c>SessionTurns</c>: a change is saved before it is answered.</summary>
internal sealed class SessionShell(SimulatedControlPlane control, SimulatedJournal disk)
{
    private readonly Dictionary<SessionId, SessionState?> states = [];
    private readonly GrainTurns<SessionId> turns = new(control);

    /// <summary>A task takes its session's next turn: the most tokens that it may make, or why not.</summary>
    public Task<(long? MaxTokens, ErrorCode? Refusal)> TakeAsync(Ask ask)
    {
        if (ask.Request.SessionId is not SessionId session)
            return Task.FromResult<(long?, ErrorCode?)>((null, null));
        return turns.CallAsync(session, async () =>
        {
            SessionState? state = Activate(session);
            SessionState before = state is null || state.HasExpired(control.Now)
                ? SessionState.Begin(control.Limits.Session, control.Now)
                : state;
            SessionDecision decision = SessionDecisions.Take(
                before, new TurnWish(ask.Request.TaskId, ask.MaxTokens, null), control.Now);
            if (decision.Refusal is not null)
                return ((long?)null, (ErrorCode?)ErrorCode.QuotaExceeded);
            return await KeepAsync(session, decision.State)
                ? (decision.Grant.MaxTokens, null)
                : (null, ErrorCode.StorageUnavailable);
        });
    }

    /// <summary>The turn was taken, and the task is not.</summary>
    public Task<bool> GiveBackAsync(Ask ask) => ChangeAsync(
        ask.Request.SessionId, state => SessionDecisions.GiveBack(state, ask.Request.TaskId));

    /// <summary>The task has ended.</summary>
    public Task<bool> SettleAsync(Ask ask, TaskOutcome end) => ChangeAsync(
        ask.Request.SessionId,
        state => SessionDecisions.Settle(
            state, ask.Request.TaskId, end.Work.TokensOut, TimeSpan.Zero, control.Now));

    private Task<bool> ChangeAsync(SessionId? id, Func<SessionState, SessionState> change)
    {
        if (id is not SessionId session)
            return Task.FromResult(true);
        return turns.CallAsync(session, async () =>
        {
            SessionState? before = Activate(session);
            SessionState? after = before is null ? null : change(before);
            return after is null || ReferenceEquals(after, before) || await KeepAsync(session, after);
        });
    }

    private SessionState? Activate(SessionId session)
    {
        if (states.TryGetValue(session, out SessionState? state))
            return state;
        state = disk.FindSession(session);
        TaskId[] reserved = state is null
            ? []
            : [.. state.Reserved.Keys.OrderBy(id => id.Value, StringComparer.Ordinal)];
        foreach (TaskId id in reserved)
        {
            JournaledTask? task = disk.Find(id);
            if (task is null)
                state = SessionDecisions.GiveBack(state!, id);
            else if (task.Outcome is TaskOutcome end)
                state = SessionDecisions.Settle(state!, id, end.Work.TokensOut, end.Work.Decode, end.EndedAt);
        }

        return states[session] = state;
    }

    private async Task<bool> KeepAsync(SessionId session, SessionState after)
    {
        if (!await disk.SaveAsync(control, session, after))
            return false;
        states[session] = after;
        control.Budgets.Check(session, after);
        control.World.Note(control.Name, $"keeps {session} with {after.Committed.Tokens} tokens spent or reserved");
        return true;
    }
}
