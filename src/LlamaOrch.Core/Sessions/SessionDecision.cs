using LlamaOrch.Contracts.Errors;

namespace LlamaOrch.Core.Sessions;

/// <summary>What became of a wish.</summary>
/// <param name="State">The session afterwards; as it was when the wish was refused.</param>
/// <param name="Grant">What the turn may use.</param>
/// <param name="Refusal">Why there is no turn; null when there is one.</param>
public sealed record SessionDecision(SessionState State, TurnGrant Grant, ErrorBody? Refusal);
