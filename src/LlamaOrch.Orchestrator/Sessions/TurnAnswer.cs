using LlamaOrch.Contracts.Errors;
using LlamaOrch.Core.Sessions;

namespace LlamaOrch.Orchestrator.Sessions;

/// <summary>What became of a turn that was asked for.</summary>
/// <param name="Grant">What it may use.</param>
/// <param name="Refusal">Why it was not taken; null when it was.</param>
internal sealed record TurnAnswer(TurnGrant Grant, ErrorBody? Refusal);
