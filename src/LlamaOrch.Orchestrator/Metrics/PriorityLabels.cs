using LlamaOrch.Core.Scheduling;

namespace LlamaOrch.Orchestrator.Metrics;

/// <summary>The wire and label form of priorities.</summary>
internal static class PriorityLabels
{
    public static string Label(this TaskPriority priority) =>
        priority == TaskPriority.Interactive ? "interactive" : "batch";
}
