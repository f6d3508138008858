using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Core.Tasks;
using LlamaOrch.Orchestrator.Admission;
using LlamaOrch.Orchestrator.Dispatch;
using LlamaOrch.Orchestrator.Sessions;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>
/// A task on this silo: what it was asked, its events, and how it stands. Written by its grain alone.
/// </summary>
internal sealed class TaskRecord : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private volatile TaskState state = TaskState.Taken;
    private volatile TaskView view;
    private int tokensOut;

    public TaskRecord(TaskSubmission submission, TaskView view, TaskEventLog? events = null)
    {
        (Submission, this.view, Events) = (submission, view, events ?? new TaskEventLog());
        Stopped = stop.Token;
    }

    /// <summary>What was asked.</summary>
    public TaskSubmission Submission { get; }

    /// <summary>Its events.</summary>
    public TaskEventLog Events { get; }

    /// <summary>Canceled when the work is to stop; good for as long as anybody holds the record.</summary>
    public CancellationToken Stopped { get; }

    /// <summary>What it counts against.</summary>
    public TaskQuota Quota { get; } = new();

    /// <summary>Whether an earlier life of the control plane may have shown a token of it.</summary>
    public bool WasDelivered { get; init; }

    /// <summary>Whether it has been taken up in this life; of no meaning for a task that began in it.</summary>
    public bool IsTakenUp { get; set; }

    /// <summary>Where it is in its life.</summary>
    public TaskState State => state;

    /// <summary>The slot's pool.</summary>
    public PoolTarget? Target { get; private set; }

    /// <summary>When it got that slot, a timestamp of the time provider; null before the first.</summary>
    public long? LeasedAt { get; private set; }

    /// <summary>How its session stood then; null without a session.</summary>
    public TurnPlace? Turn { get; set; }

    /// <summary>Tokens that have come so far; counted by the runner.</summary>
    public int TokensOut
    {
        get => Volatile.Read(ref tokensOut);
        set => Volatile.Write(ref tokensOut, value);
    }

    /// <summary>How it stands.</summary>
    public TaskView View
    {
        get => view.EndedAt is null ? view with { TokensOut = TokensOut } : view;
        set => view = value;
    }

    /// <summary>Takes a step of its life; an end is seen with all that belongs to it.</summary>
    public void Take(TaskState next)
    {
        state = next;
        if (!next.Phase.IsTerminal())
        {
            view = view with { State = TaskStates.Name(next.Phase), PoolId = next.PoolId, NodeId = next.NodeId };
            return;
        }

        TaskOutcome end = next.Outcome!;
        view = view with
        {
            State = TaskStates.Name(end.Phase),
            PoolId = end.PoolId,
            NodeId = end.NodeId,
            TokensOut = end.Work.TokensOut,
            Error = end.Error,
            EndedAt = end.EndedAt,
            PredictedStartMs = null,
            PredictionConfidence = null,
        };
    }

    /// <summary>The slot that it has now.</summary>
    /// <param name="target">The slot's pool.</param>
    /// <param name="now">A timestamp of the time provider.</param>
    public void Use(PoolTarget target, long now) => (Target, LeasedAt) = (target, now);

    /// <summary>Adds the event that tells its end, which nobody sees yet.</summary>
    public void Seal()
    {
        TaskOutcome end = state.Outcome!;
        long id = end.Error is null
            ? Events.Seal("end", (end.Work, end.Phase), TaskEvents.End)
            : Events.Seal("error", end.Error, TaskEvents.Error);
        state = state with { Outcome = end with { LastEventId = id } };
    }

    /// <summary>Stops the work.</summary>
    public Task StopAsync() => stop.CancelAsync();

    public void Dispose()
    {
        stop.Dispose();
        Events.Dispose();
    }
}
