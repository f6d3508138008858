namespace LlamaOrch.Contracts.Nodes;

/// <summary>An agent that is refused because its node id belongs to one that is alive.</summary>
/// <param name="MachineId">The machine that it says it runs on.</param>
/// <param name="Address">Where it says it is reached.</param>
/// <param name="LastSeen">When it tried last, by the control plane's clock.</param>
public sealed record NodeConflict(string MachineId, Uri Address, DateTimeOffset LastSeen);
