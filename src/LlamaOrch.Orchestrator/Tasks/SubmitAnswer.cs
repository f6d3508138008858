using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Orchestrator.Dispatch;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>What became of a submission.</summary>
/// <param name="View">The task, when it was taken now or before.</param>
/// <param name="Failure">Why it was not taken; null otherwise.</param>
internal sealed record SubmitAnswer(TaskView? View, DispatchFailure? Failure);
