using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Core.Tasks;
using LlamaOrch.Orchestrator.Dispatch;

namespace LlamaOrch.Orchestrator.Artifacts;

/// <summary>A task that has its end, for its record.</summary>
/// <param name="View">The task as it is shown.</param>
/// <param name="Outgoing">What went to the engine.</param>
/// <param name="End">How it ended.</param>
internal sealed record FinishedTask(TaskView View, OutgoingRequest Outgoing, TaskOutcome End);
