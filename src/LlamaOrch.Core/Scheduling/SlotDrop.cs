using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Core.Scheduling;

/// <summary>A waiting task has lost its place.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="Why">The code, one sentence, and when to try again.</param>
/// <param name="Ticket">Which of the task's requests lost its place.</param>
public sealed record SlotDrop(TaskId TaskId, SlotAnswer.Refused Why, long Ticket);
