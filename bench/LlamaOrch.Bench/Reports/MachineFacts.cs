using System.Runtime.InteropServices;
using System.Text.Json.Nodes;

namespace LlamaOrch.Bench.Reports;

/// <summary>What a number depends on besides the code.</summary>
internal static class MachineFacts
{
    /// <summary>Processor, cores, kernel, runtime and the load before the run was over.</summary>
    public static JsonObject ToJson() => new()
    {
        ["cpu"] = File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim(),
        ["cores"] = File.ReadLines("/proc/stat").Count(line =>
            line.StartsWith("cpu", StringComparison.Ordinal) && char.IsAsciiDigit(line[3])),
        ["kernel"] = RuntimeInformation.OSDescription,
        ["runtime"] = RuntimeInformation.FrameworkDescription,
        ["load_1m"] = double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0]),
    };
}
