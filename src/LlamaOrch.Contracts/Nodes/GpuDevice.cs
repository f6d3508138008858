namespace LlamaOrch.Contracts.Nodes;

/// <summary>One accelerator of a node.</summary>
/// <param name="DeviceId">Its index or UUID as the driver gives it.</param>
/// <param name="Name">Its product name.</param>
/// <param name="VramTotalBytes">Its memory, bytes.</param>
/// <param name="ComputeCapability">For CUDA devices, such as <c>9.0</c>; empty elsewhere.</param>
public sealed record GpuDevice(string DeviceId, string Name, long VramTotalBytes, string ComputeCapability);
