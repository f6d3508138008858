using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Core.Sessions;

/// <summary>A task that wants to be its session's next turn.</summary>
/// <param name="TaskId">The task.</param>
/// <param name="MaxTokens">Most tokens of its answer; null when it did not say.</param>
/// <param name="TimeMax">Its own limit of time; null when it set none.</param>
public readonly record struct TurnWish(TaskId TaskId, int? MaxTokens, TimeSpan? TimeMax);
