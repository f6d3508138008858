using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Core.Tasks;
using LlamaOrch.Hosting.Streams;
using LlamaOrch.Orchestrator.Admission;
using LlamaOrch.Orchestrator.Dispatch;
using LlamaOrch.Orchestrator.Logging;
using LlamaOrch.Orchestrator.Metrics;
using LlamaOrch.Orchestrator.Sessions;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>
/// A task on this silo: what it was asked, its events, and how it stands. Written by <see cref="TaskLife"/> alone. A
/// hundred thousand of them may wait: what only some need, or only those that run, is made when it is asked for.
/// </summary>
internal sealed class TaskRecord : IDisposable
{
    private readonly long firstEventId;
    private volatile TaskState state = TaskState.Taken;
    private SemaphoreSlim? turns;
    private CancellationTokenSource? stop;
    private TaskEventLog? events;
    private TaskQuota? quota;
    private int tokensOut;

    /// <summary>A task that has been taken, now or in an earlier life.</summary>
    /// <param name="submission">What was asked.</param>
    /// <param name="createdAt">When it was taken.</param>
    /// <param name="position">How many were in front then.</param>
    /// <param name="lastEventId">See <see cref="TaskEventLog"/>.</param>
    public TaskRecord(TaskSubmission submission, DateTimeOffset createdAt, int position, long lastEventId = 0) =>
        (Submission, CreatedAt, QueuePosition, firstEventId) = (submission, createdAt, position, lastEventId);

    /// <summary>The task.</summary>
    public TaskId Id => Submission.Slot.TaskId;

    /// <summary>What was asked.</summary>
    public TaskSubmission Submission { get; private set; }

    /// <summary>When it was taken.</summary>
    public DateTimeOffset CreatedAt { get; }

    /// <summary>How many were in front when it was taken.</summary>
    public int QueuePosition { get; }

    /// <summary>When it would start, as was known then; null for unknown.</summary>
    public StartPrediction? Start { get; init; }

    /// <summary>Its events.</summary>
    public TaskEventLog Events => Made(ref events, firstEventId, static last => new TaskEventLog(last));

    /// <summary>Canceled when the work is to stop; good for as long as anybody holds the record.</summary>
    public CancellationToken Stopped => Stop.Token;

    /// <summary>Whether the work is to stop.</summary>
    public bool IsStopped => Volatile.Read(ref stop)?.IsCancellationRequested == true;

    /// <summary>What it counts against.</summary>
    public TaskQuota Quota => Made(ref quota, 0, static _ => new TaskQuota());

    /// <summary>Whether an earlier life of the control plane may have shown a token of it.</summary>
    public bool WasDelivered { get; init; }

    /// <summary>Whether it comes from the journal with its end, and in memory has its last event only.</summary>
    public bool IsRevived { get; init; }

    /// <summary>Whether it has been taken up in this life; of no meaning for a task that began in it.</summary>
    public bool IsTakenUp { get; set; }

    /// <summary>Where it is in its life.</summary>
    public TaskState State => state;

    /// <summary>Its place in the queue; null when it does not wait for its first slot.</summary>
    public QueuedWork? Queued { get; set; }

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

    /// <summary>Who counted its tokens; the pieces that came, until the runner says so.</summary>
    public TokenSource TokenSource { get; set; } = TokenSource.Pieces;

    /// <summary>How it stands.</summary>
    public TaskView View
    {
        get
        {
            TaskState now = state;
            TaskOutcome? end = now.Phase.IsTerminal() ? now.Outcome : null;
            StartPrediction? start = end is null ? Start : null;
            return new TaskView
            {
                TaskId = Id,
                State = TaskStates.Name(now.Phase),
                Model = Submission.Slot.ModelId,
                SessionId = Submission.Slot.SessionId,
                Priority = Submission.Slot.Priority.Label(),
                QueuePosition = QueuePosition,
                PredictedStartMs = QueueFields.PredictedStartMs(start),
                PredictionConfidence = QueueFields.Confidence(start),
                CreatedAt = CreatedAt,
                PoolId = end is null ? now.PoolId : end.PoolId,
                NodeId = end is null ? now.NodeId : end.NodeId,
                TokensOut = end?.Work.TokensOut ?? TokensOut,
                EndedAt = end?.EndedAt,
                Error = end?.Error,
            };
        }
    }

    /// <summary>It as it was admitted, for the log.</summary>
    public AskedRequest Asked => new(Submission.Outgoing.Origin, Submission.Slot, QueuePosition, Start);

    private CancellationTokenSource Stop => Made(ref stop, 0, static _ => new CancellationTokenSource());

    /// <summary>Waits until nobody else takes a step of this task's life.</summary>
    public async ValueTask<TaskTurn> EnterAsync()
    {
        SemaphoreSlim gate = Made(ref turns, 0, static _ => new SemaphoreSlim(1, 1));
        await gate.WaitAsync();
        return new TaskTurn(gate);
    }

    /// <summary>Takes a step of its life.</summary>
    public void Take(TaskState next) => state = next;

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

    /// <summary>How it ended, for the log.</summary>
    public RequestEnd EndOf(TaskOutcome end, TimeProvider time) => new(
        end.Phase switch
        {
            TaskPhase.Completed => RequestEnding.Completed,
            TaskPhase.Canceled => RequestEnding.Canceled,
            _ => RequestEnding.Failed,
        },
        Target,
        time.GetElapsedTime(Submission.Arrived, LeasedAt ?? time.GetTimestamp()))
    {
        Code = end.Error is null ? null : ErrorCodes.Parse(end.Error.Code),
        TokensIn = end.Work.TokensIn,
        TokensOut = end.Work.TokensOut,
        TokenSource = end.Work.TokensOut > 0 ? TokenSource : TokenSource.None,
        Decode = end.Work.Decode > TimeSpan.Zero ? end.Work.Decode : null,
    };

    /// <summary>Stops the work, or the wait for it.</summary>
    public Task StopAsync()
    {
        Task stopping = Stop.CancelAsync();
        Queued?.GiveUp();
        return stopping;
    }

    /// <summary>Nothing of it goes to an engine any more.</summary>
    public void ForgetBody() => Submission = Submission with
    {
        Outgoing = Submission.Outgoing with { Body = ReadOnlyMemory<byte>.Empty },
    };

    public void Dispose()
    {
        // Its turns are not: whoever still waits for one must get it, and a gate holds nothing that needs disposal.
        stop?.Dispose();
        events?.Dispose();
    }

    private static TPart Made<TPart, TFrom>(ref TPart? part, TFrom from, Func<TFrom, TPart> make)
        where TPart : class
    {
        if (Volatile.Read(ref part) is TPart made)
            return made;
        TPart mine = make(from);
        return Interlocked.CompareExchange(ref part, mine, null) ?? mine;
    }
}
