namespace LlamaOrch.Core.Tasks;

/// <summary>Which steps a task may take: forward, back to the queue before its first token, and one end only.</summary>
public static class TaskLifecycle
{
    /// <summary>Whether a phase is an end.</summary>
    public static bool IsTerminal(this TaskPhase phase) => phase >= TaskPhase.Completed;

    /// <summary>Whether a task may go from one phase to another.</summary>
    public static bool Allows(TaskPhase from, TaskPhase to) => (from, to) switch
    {
        (TaskPhase.Queued, TaskPhase.Dispatched) => true,
        (TaskPhase.Dispatched, TaskPhase.Queued or TaskPhase.Streaming or TaskPhase.Completed) => true,
        (TaskPhase.Streaming, TaskPhase.Completed) => true,
        (_, TaskPhase.Failed or TaskPhase.Canceled) => !from.IsTerminal(),
        _ => false,
    };
}
