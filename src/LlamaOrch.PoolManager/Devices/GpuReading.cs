using LlamaOrch.Contracts.Nodes;

namespace LlamaOrch.PoolManager.Devices;

/// <summary>One GPU at one moment.</summary>
/// <param name="Device">What it is.</param>
/// <param name="Uuid">The driver's other name for it, which device masks may use too.</param>
/// <param name="VramUsedBytes">Memory in use, bytes.</param>
/// <param name="Utilization">Share of time in which it worked lately, 0 to 1.</param>
internal sealed record GpuReading(GpuDevice Device, string Uuid, long VramUsedBytes, double Utilization);
