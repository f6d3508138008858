using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Tasks;
using LlamaOrch.Orchestrator.Dispatch;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>
/// A task on this silo: what it was asked, its events, and how it stands. Written by its grain alone.
/// </summary>
internal sealed class TaskRecord : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private volatile TaskView view;
    private int tokensOut;

    public TaskRecord(TaskSubmission submission, TaskView view)
    {
        (Submission, this.view) = (submission, view);
        Stopped = stop.Token;
    }

    /// <summary>What was asked.</summary>
    public TaskSubmission Submission { get; }

    /// <summary>Its events.</summary>
    public TaskEventLog Events { get; } = new();

    /// <summary>Canceled when the work is to stop; good for as long as anybody holds the record.</summary>
    public CancellationToken Stopped { get; }

    /// <summary>Where it is in its life.</summary>
    public TaskPhase Phase { get; set; }

    /// <summary>The slot that it has or had; null before the first.</summary>
    public SlotLease? Lease { get; set; }

    /// <summary>The slot's pool.</summary>
    public PoolTarget? Target { get; set; }

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

    /// <summary>Stops the work.</summary>
    public Task StopAsync() => stop.CancelAsync();

    public void Dispose()
    {
        stop.Dispose();
        Events.Dispose();
    }
}
