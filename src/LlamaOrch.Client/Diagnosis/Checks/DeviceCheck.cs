using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;

namespace LlamaOrch.Client.Diagnosis.Checks;

/// <summary>Whether pools use the GPUs that are there, and none that is not.</summary>
internal sealed class DeviceCheck : ICheck
{
    private const string Cpu = "cpu";

    public IEnumerable<Finding> Examine(FleetPicture fleet)
    {
        Finding[] found = [.. fleet.LiveNodes.SelectMany(Judge)];
        if (found.Length > 0)
            return found;
        bool anyGpu = fleet.LiveNodes.Any(node => node.Capabilities.Gpus.Count > 0);
        return [Finding.Well("device-use", anyGpu
            ? "Each GPU has a pool, and each pool its GPUs."
            : "No node has a GPU; its pools run on processors.")];
    }

    private static IEnumerable<Finding> Judge(NodeView node)
    {
        HashSet<string> there = [.. node.Capabilities.Gpus.Select(gpu => gpu.DeviceId)];
        var used = new HashSet<string>();
        foreach (PoolReport pool in node.Pools)
        {
            string[] devices = pool.DeviceMask == Cpu ? [] : pool.DeviceMask.Split(',');
            used.UnionWith(devices);
            string[] missing = [.. devices.Where(device => !there.Contains(device))];
            if (missing.Length > 0)
                yield return Missing(node, pool, missing);
            else if (devices.Length == 0 && there.Count > 0)
                yield return OnCpu(node, pool);
        }

        GpuDevice[] idle = [.. node.Capabilities.Gpus.Where(gpu => !used.Contains(gpu.DeviceId))];
        if (idle.Length > 0)
            yield return Unused(node, idle);
    }

    private static Finding Missing(NodeView node, PoolReport pool, string[] missing) => new()
    {
        Id = "device-missing",
        Severity = Severity.Error,
        Subject = pool.PoolId.Value,
        What = $"{pool.PoolId} is set to use GPU {string.Join(", ", missing)}, which {node.NodeId} does not have.",
        Why = "Its engine does not start, or runs on the processor and is slow.",
        Advice = "On that machine compare 'nvidia-smi -L' with the pool's device; a GPU that has fallen off the bus is "
            + "missing there too.",
    };

    private static Finding OnCpu(NodeView node, PoolReport pool) => new()
    {
        Id = "pool-on-cpu",
        Severity = Severity.Warning,
        Subject = pool.PoolId.Value,
        What = $"{pool.PoolId} runs on the processor, and {node.NodeId} has a GPU.",
        Why = "It is some ten times slower than it could be, and takes turns with the others as if it were not.",
        Advice = "Set the pool's device to the GPU, or leave it if the GPU is meant for others.",
    };

    private static Finding Unused(NodeView node, GpuDevice[] idle) => new()
    {
        Id = "gpu-unused",
        Severity = Severity.Warning,
        Subject = node.NodeId.Value,
        What = $"No pool of {node.NodeId} uses "
            + string.Join(", ", idle.Select(gpu => $"GPU {gpu.DeviceId} ({gpu.Name})")) + ".",
        Why = "It is there and does nothing.",
        Advice = "Add a pool for it to the settings of that pool-managerd, or give an existing pool more devices.",
    };
}
