using LlamaOrch.Core.Sessions;

namespace LlamaOrch.Orchestrator.Sessions;

/// <summary>A task that wants to be a session's next turn.</summary>
/// <param name="Wish">What it needs.</param>
/// <param name="Limits">The limits that it states for the session; null when it states none.</param>
internal sealed record TurnRequest(TurnWish Wish, SessionLimits? Limits);
