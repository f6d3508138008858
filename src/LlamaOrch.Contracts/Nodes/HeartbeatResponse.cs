namespace LlamaOrch.Contracts.Nodes;

/// <summary>Answer to a heartbeat.</summary>
/// <param name="NextHeartbeatMs">When the next one is expected, milliseconds from now.</param>
public sealed record HeartbeatResponse(long NextHeartbeatMs);
