namespace LlamaOrch.Core.Tasks;

/// <summary>What comes of an event.</summary>
/// <param name="State">The task from now on.</param>
/// <param name="Effects">What is to be done, in order.</param>
public readonly record struct TaskDecision(TaskState State, IReadOnlyList<TaskEffect> Effects);
