namespace LlamaOrch.Core.Sessions;

/// <summary>What a turn may use; whoever runs it must stop there.</summary>
/// <param name="MaxTokens">Most tokens of the answer; null for no limit.</param>
/// <param name="TimeMax">Most time on a slot; null for no limit.</param>
public readonly record struct TurnGrant(long? MaxTokens, TimeSpan? TimeMax);
