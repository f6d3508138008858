using LlamaOrch.Orchestrator.Dispatch;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>What became of a submission, or of a wish to cancel.</summary>
/// <param name="Record">The task, when it was taken now or before.</param>
/// <param name="Failure">Why it was not taken; null otherwise.</param>
internal readonly record struct SubmitAnswer(TaskRecord? Record, DispatchFailure? Failure);
