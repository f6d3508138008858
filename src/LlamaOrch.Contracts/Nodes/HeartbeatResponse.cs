namespace LlamaOrch.Contracts.Nodes;

/// <summary>Answer to a heartbeat.</summary>
/// <param name="NextHeartbeatMs">When the next one is expected, milliseconds from now.</param>
/// <param name="OrphanedLeases">Leases of the report whose owners have gone; absent when there are none.</param>
public sealed record HeartbeatResponse(long NextHeartbeatMs, IReadOnlyList<OrphanedLease>? OrphanedLeases = null);
