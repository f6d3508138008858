using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Sessions;
using LlamaOrch.Core.Tasks;
using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Hosting.Timing;
using LlamaOrch.Orchestrator.Grains;
using LlamaOrch.Orchestrator.Tasks;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LlamaOrch.Orchestrator.Sessions;

/// <summary>What a task does with its session, from its admission to its end; nothing for a task without one.</summary>
internal sealed partial class SessionTurns(IGrainFactory grains, SteadyTime time, ILogger<SessionTurns> logger)
{
    private static readonly TimeSpan ShortestTime = TimeSpan.FromMilliseconds(1);

    /// <summary>Takes the session's next turn: the task with the limits of that, or why there is none.</summary>
    public async ValueTask<(TaskSubmission Asked, ErrorBody? Refusal)> TakeAsync(TaskSubmission asked)
    {
        if (asked.SessionId is not SessionId session)
            return (asked, null);
        TimeSpan? left = asked.Slot.Deadline - time.GetUtcNow();
        var wish = new TurnWish(asked.Slot.TaskId, asked.MaxTokens, left < ShortestTime ? ShortestTime : left);
        TurnAnswer answer = (await GrainOf(session).TakeAsync(new(new TurnRequest(wish, asked.SessionLimits)))).Value;
        return answer.Refusal is null ? (Within(asked, answer.Grant), null) : (asked, answer.Refusal);
    }

    /// <summary>
    /// The turn was taken, and the task is not. Never fails, so that it hides no failure that made it necessary; a turn
    /// that can't be given back now is given back when its session is next activated.
    /// </summary>
    public async ValueTask GiveBackAsync(TaskSubmission asked)
    {
        if (asked.SessionId is not SessionId session)
            return;
        try
        {
            await GrainOf(session).GiveBackAsync(new Immutable<TaskId>(asked.Slot.TaskId));
        }
        catch (Exception failure)
        {
            LogNotSettled(logger, asked.Outgoing.Origin, session, asked.Slot.TaskId, failure.Message);
        }
    }

    /// <summary>The task has a slot; how its session stands there, null without one.</summary>
    public async ValueTask<TurnPlace?> PlaceAsync(TaskSubmission asked, PoolId poolId) =>
        asked.SessionId is SessionId session
            ? (await GrainOf(session).PlaceAsync(new Immutable<PoolId>(poolId))).Value
            : null;

    /// <summary>
    /// The task has ended. A turn that can't be settled now is settled when its session is next asked for: what it had
    /// reserved is kept until then, so nothing is overspent.
    /// </summary>
    public async Task SettleAsync(TaskSubmission asked, TaskOutcome end, TimeSpan onSlot)
    {
        if (asked.SessionId is not SessionId session)
            return;
        try
        {
            await GrainOf(session).SettleAsync(new Immutable<TaskId>(asked.Slot.TaskId), end.Work.TokensOut, onSlot);
        }
        catch (Exception failure)
        {
            LogNotSettled(logger, asked.Outgoing.Origin, session, asked.Slot.TaskId, failure.Message);
        }
    }

    private static TaskSubmission Within(TaskSubmission asked, TurnGrant grant) => asked with
    {
        Slot = asked.Slot with { TimeMax = grant.TimeMax },
        Outgoing = grant.MaxTokens is long most && asked.MaxTokens is null
            ? asked.Outgoing with { Body = EngineBodies.WithMaxTokens(asked.Outgoing.Body, most) }
            : asked.Outgoing,
    };

    private ISessionGrain GrainOf(SessionId session) => grains.GetGrain<ISessionGrain>(session.Value);

    [LoggerMessage(2602, LogLevel.Warning,
        "A task is not settled with its session yet: {Reason}", EventName = "session_turn_not_settled")]
    private static partial void LogNotSettled(
        ILogger logger, RequestOrigin origin, SessionId sessionId, TaskId taskId, string reason);
}
