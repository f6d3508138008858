using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Ports;
using LlamaOrch.Core.Sessions;
using LlamaOrch.Core.Tasks;
using LlamaOrch.Hosting.Timing;
using LlamaOrch.Orchestrator.Sessions;
using Orleans.Concurrency;

namespace LlamaOrch.Orchestrator.Grains;

/// <summary>
/// The shell around <see cref="SessionDecisions"/>. Every change is saved before it is answered; a change that can't be
/// saved has not happened.
/// </summary>
internal sealed class SessionGrain(
    ISessionStore store, ITaskJournal journal, SessionLimits defaults, SteadyTime time) : Grain, ISessionGrain
{
    private SessionState? state;

    private SessionId Id => new(this.GetPrimaryKeyString());

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        state = await store.FindAsync(Id, cancellationToken);
        if (state is null)
            return;
        // Turns whose end a crash kept from being settled, and those whose task was never taken.
        foreach (TaskId taskId in state.Reserved.Keys)
        {
            JournaledTask? task = await journal.FindAsync(taskId, cancellationToken);
            if (task is null)
                state = SessionDecisions.GiveBack(state, taskId);
            else if (task.Outcome is TaskOutcome end)
                state = SessionDecisions.Settle(state, taskId, end.Work.TokensOut, end.Work.Decode, end.EndedAt);
        }
    }

    public async ValueTask<Immutable<TurnAnswer>> TakeAsync(Immutable<TurnRequest> turn)
    {
        DateTimeOffset now = time.GetUtcNow();
        (TurnWish wish, SessionLimits? limits) = turn.Value;
        SessionState before = state is null || state.HasExpired(now)
            ? SessionState.Begin(limits ?? defaults, now)
            : state;
        if (limits is not null && limits != before.Limits)
        {
            return new(new TurnAnswer(default, ErrorBody.From(
                ErrorCode.Conflict, "The session has begun with other settings than 'session' states.", "session")));
        }

        SessionDecision decision = SessionDecisions.Take(before, wish, now);
        try
        {
            if (decision.Refusal is null)
                await KeepAsync(decision.State);
            return new(new TurnAnswer(decision.Grant, decision.Refusal));
        }
        catch (StorageException failure)
        {
            return new(new TurnAnswer(default, ErrorBody.From(
                ErrorCode.StorageUnavailable, $"The session can't be written: try again later. {failure.Message}")));
        }
    }

    public ValueTask GiveBackAsync(Immutable<TaskId> taskId) =>
        state is null ? default : KeepAsync(SessionDecisions.GiveBack(state, taskId.Value));

    public ValueTask<Immutable<TurnPlace>> PlaceAsync(Immutable<PoolId> poolId)
    {
        if (state is null)
            return new(new Immutable<TurnPlace>(new TurnPlace(false, defaults.Budget)));
        // Not worth a write of its own: the turn's end saves it.
        (state, bool isWarm) = SessionDecisions.Place(state, poolId.Value);
        return new(new Immutable<TurnPlace>(new TurnPlace(isWarm, state.Remaining)));
    }

    public ValueTask SettleAsync(Immutable<TaskId> taskId, long tokens, TimeSpan onSlot) =>
        state is null ? default : KeepAsync(
            SessionDecisions.Settle(state, taskId.Value, tokens, onSlot, time.GetUtcNow()));

    public async ValueTask<Immutable<ErrorBody?>> CloseAsync()
    {
        if (state is { Reserved.IsEmpty: false })
        {
            return new(ErrorBody.From(
                ErrorCode.Conflict, "A turn of the session runs or waits: cancel it first.", "id"));
        }

        await store.DeleteAsync(Id, CancellationToken.None);
        state = null;
        DeactivateOnIdle();
        return new(null);
    }

    private async ValueTask KeepAsync(SessionState after)
    {
        if (ReferenceEquals(after, state))
            return;
        await store.SaveAsync(Id, after, CancellationToken.None);
        state = after;
    }
}
