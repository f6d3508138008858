namespace LlamaOrch.Core.Placement.Decisions;

/// <summary>What became of a task's wish for a slot.</summary>
internal enum DecisionOutcome
{
    Placed,
    Queued,
    Refused,
    Withdrawn,
}
