using System.Globalization;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Core.Tasks;
using LlamaOrch.Orchestrator.Tasks;
using LlamaOrch.Simulation.Tests.Actors.Clients;
using LlamaOrch.Simulation.Tests.Actors.Store;
using LlamaOrch.Simulation.Tests.Invariants;

namespace LlamaOrch.Simulation.Tests.Actors.ControlPlane;

/// <summary>
/// Stands for <c>TaskGrain</c>, <c>TaskAdmission</c>, <c>DeliveryMarker</c> and <c>TaskRecovery</c>: the calls of one
/// task come one after the other, and an end is on disk before anybody sees it.
/// </summary>
internal sealed class TaskShell(SimulatedControlPlane control, SimulatedJournal journal)
{
    private readonly Dictionary<TaskId, LiveTask> tasks = [];
    private readonly GrainTurns<TaskId> turns = new(control);
    private long lastPlace;

    /// <summary>Takes a task, or tells of the one that was taken under its id.</summary>
    public Task<TaskAnswer> SubmitAsync(Ask ask) => turns.CallAsync(ask.Request.TaskId, async () =>
    {
        TaskId id = ask.Request.TaskId;
        if (Find(id) is LiveTask known)
        {
            return known.Ask.Body == ask.Body ? Answer(known) : new TaskAnswer(null, ErrorCode.Conflict);
        }

        (long? most, ErrorCode? noTurn) = await control.Sessions.TakeAsync(ask);
        if (noTurn is not null)
            return new TaskAnswer(null, noTurn);
        TaskAnswer answer = await EnterAsync(ask with { Tokens = (int)Math.Min(ask.Tokens, most ?? int.MaxValue) });
        if (answer.Phase is null)
            await control.Sessions.GiveBackAsync(ask);
        return answer;
    });

    private async Task<TaskAnswer> EnterAsync(Ask ask)
    {
        if (control.Fleet.Current.PoolsOf(ask.Request.ModelId).Count == 0)
            return new TaskAnswer(null, ErrorCode.ModelNotAvailable);
        SlotTicket ticket = await control.Broker.RequestAsync(ask.Request);
        if (ticket.Answer is SlotAnswer.Refused refused)
            return new TaskAnswer(null, refused.Code);
        if (!await journal.AcceptAsync(control, Journaled(ask)))
        {
            await ticket.GiveBackAsync(control);
            return new TaskAnswer(null, ErrorCode.StorageUnavailable);
        }

        var task = new LiveTask(ask);
        tasks[ask.Request.TaskId] = task;
        control.World.Spawn(() => new WorkShell(control, this, task).RunAsync(ticket));
        return new TaskAnswer(task.State.Phase);
    }

    /// <summary>Cancels a task; the answer is its end.</summary>
    public Task<TaskAnswer> CancelAsync(TaskId id) => turns.CallAsync(id, async () =>
    {
        if (tasks.GetValueOrDefault(id) is not LiveTask task)
            return Find(id) is LiveTask ended ? Answer(ended) : new TaskAnswer(null, ErrorCode.NotFound);
        await ApplyAsync(task, new TaskEvent.CancelAsked(task.TokensOut));
        if (!task.State.Phase.IsTerminal())
            return new TaskAnswer(null, ErrorCode.StorageUnavailable);
        History.CancelAnswered(id);
        return Answer(task);
    });

    /// <summary>A task in memory, or one that has ended on disk.</summary>
    public LiveTask? Find(TaskId id) => tasks.GetValueOrDefault(id) ?? Ended(id);

    /// <summary>Who knows what clients were told.</summary>
    public TaskHistory History { get; } = control.History;

    /// <summary>Tasks in memory that have no end.</summary>
    public IEnumerable<LiveTask> Open => tasks.Values.Where(task => !task.State.Phase.IsTerminal());

    /// <summary>It has a slot.</summary>
    public Task DispatchedAsync(LiveTask task, SlotLease lease) =>
        turns.CallAsync(IdOf(task), () => ApplyAsync(task, new TaskEvent.Leased(lease)));

    /// <summary>Its answer has begun.</summary>
    public Task StreamingAsync(LiveTask task) =>
        turns.CallAsync(IdOf(task), () => ApplyAsync(task, TaskEvent.AnswerBegan.Instance));

    /// <summary>Its work is over.</summary>
    public Task EndAsync(LiveTask task, int tokens, ErrorBody? error) => turns.CallAsync(
        IdOf(task),
        () => ApplyAsync(task, new TaskEvent.WorkEnded(new TaskWork(0, tokens, TimeSpan.Zero), error)));

    /// <summary>A new life begins with what the one before has left.</summary>
    public async Task RecoverAsync()
    {
        IReadOnlyList<JournaledTask> open = journal.Recover();
        foreach (JournaledTask left in open)
        {
            lastPlace = Math.Max(lastPlace, left.Place);
            int tokens = int.Parse(left.Route, CultureInfo.InvariantCulture);
            tasks[left.TaskId] = new LiveTask(
                new Ask(left.Slot, tokens, left.BodyHash),
                left.Life * TaskEventLog.IdsPerLife,
                left.Delivered);
        }

        foreach (JournaledTask left in open.OrderBy(task => task.Delivered).ThenBy(task => task.Place))
        {
            LiveTask task = tasks[left.TaskId];
            if (left.Delivered)
                control.Budgets.CutOff(left.TaskId);
            await turns.CallAsync(left.TaskId, () => ApplyAsync(task, new TaskEvent.Recovered(task.WasDelivered)));
        }
    }

    private static TaskAnswer Answer(LiveTask task) => new(task.State.Phase);

    private static TaskId IdOf(LiveTask task) => task.Ask.Request.TaskId;

    private LiveTask? Ended(TaskId id) =>
        journal.Find(id) is { Outcome: not null } ended ? LiveTask.Ended(ended) : null;

    private JournaledTask Journaled(Ask ask) => new()
    {
        Slot = ask.Request,
        Place = ++lastPlace,
        CreatedAt = control.Now,
        Route = ask.Tokens.ToString(CultureInfo.InvariantCulture),
        Body = default,
        BodyHash = ask.Body,
        CorrelationId = ask.Request.TaskId.Value,
    };

    private async Task<bool> ApplyAsync(LiveTask task, TaskEvent happened)
    {
        TaskDecision decision = TaskDecisions.Decide(task.State, happened, control.Now);
        task.State = decision.State;
        foreach (TaskEffect effect in decision.Effects)
            await PerformAsync(task, effect);
        return true;
    }

    private async Task PerformAsync(LiveTask task, TaskEffect effect)
    {
        switch (effect)
        {
            case TaskEffect.Requeue:
                SlotTicket ticket = await control.Broker.RestoreAsync(task.Ask.Request);
                control.World.Spawn(() => new WorkShell(control, this, task).RunAsync(ticket));
                break;
            case TaskEffect.MarkDelivered:
                control.World.Spawn(() => MarkAsync(task));
                break;
            case TaskEffect.Seal:
                task.Seal();
                break;
            case TaskEffect.StopWork:
                task.Stop();
                break;
            case TaskEffect.WriteOutcome:
                await WriteOutcomeAsync(task);
                break;
            case TaskEffect.WriteOutcomeLater later:
                control.Post(later.Pause, () => control.World.Spawn(
                    () => turns.CallAsync(IdOf(task), () => WriteOutcomeAsync(task))));
                break;
            case TaskEffect.Publish:
                task.Events.Publish();
                control.World.Note(control.Name, $"publishes that {IdOf(task)} is {task.State.Phase}");
                control.World.Spawn(() => control.Sessions.SettleAsync(task.Ask, task.State.Outcome!));
                break;
            default:
                throw new InvalidOperationException($"no shell for the effect {effect}");
        }
    }

    private async Task<bool> WriteOutcomeAsync(LiveTask task)
    {
        bool written = await journal.EndAsync(control, IdOf(task), task.State.Outcome!);
        return await ApplyAsync(
            task, written ? TaskEvent.OutcomeWritten.Instance : TaskEvent.OutcomeNotWritten.Instance);
    }

    private async Task MarkAsync(LiveTask task)
    {
        while (!task.Events.IsPublished)
        {
            if (await journal.MarkDeliveredAsync(control, IdOf(task)))
            {
                task.Events.ShowTokens();
                return;
            }

            await control.SleepAsync(TimeSpan.FromMilliseconds(200));
        }
    }
}
