using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Tasks;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>A task on this silo: what it was asked, its events, and how it stands. Written by its grain alone.</summary>
internal sealed class TaskRecord(TaskSubmission submission, TaskView view) : IDisposable
{
    private volatile TaskView view = view;

    /// <summary>What was asked.</summary>
    public TaskSubmission Submission => submission;

    /// <summary>Its events.</summary>
    public TaskEventLog Events { get; } = new();

    /// <summary>Stops the work when the task is canceled.</summary>
    public CancellationTokenSource Stop { get; } = new();

    /// <summary>Where it is in its life.</summary>
    public TaskPhase Phase { get; set; }

    /// <summary>The slot that it has or had; null before the first.</summary>
    public SlotLease? Lease { get; set; }

    /// <summary>How it stands.</summary>
    public TaskView View
    {
        get => view;
        set => view = value;
    }

    public void Dispose()
    {
        Stop.Dispose();
        Events.Dispose();
    }
}
