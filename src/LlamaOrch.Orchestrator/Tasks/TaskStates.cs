using LlamaOrch.Core.Tasks;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>The wire form of phases.</summary>
internal static class TaskStates
{
    public static string Name(TaskPhase phase) => phase switch
    {
        TaskPhase.Queued => "queued",
        TaskPhase.Dispatched => "dispatched",
        TaskPhase.Streaming => "streaming",
        TaskPhase.Completed => "completed",
        TaskPhase.Failed => "failed",
        TaskPhase.Canceled => "canceled",
        _ => throw new ArgumentOutOfRangeException(nameof(phase), phase, "not a phase"),
    };
}
