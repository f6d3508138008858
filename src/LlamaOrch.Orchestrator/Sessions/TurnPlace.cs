using LlamaOrch.Core.Sessions;

namespace LlamaOrch.Orchestrator.Sessions;

/// <summary>How a session stands as its turn gets a slot.</summary>
/// <param name="IsWarm">Whether the pool may still have the conversation in its cache.</param>
/// <param name="Remaining">What is left for further turns.</param>
internal sealed record TurnPlace(bool IsWarm, BudgetLimits Remaining);
