namespace LlamaOrch.Contracts.Nodes;

/// <summary>What a node's machine has.</summary>
/// <param name="Gpus">Its accelerators; empty on a CPU machine.</param>
/// <param name="CpuCores">Logical processors that the agent may use.</param>
/// <param name="RamTotalBytes">Memory that the agent may use, bytes.</param>
public sealed record NodeCapabilities(IReadOnlyList<GpuDevice> Gpus, int CpuCores, long RamTotalBytes);
