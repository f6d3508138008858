using System.Text.Json;
using LlamaOrch.TestKit.Processes;

namespace LlamaOrch.TestKit.Monitoring;

/// <summary>The metrics contract of the repository.</summary>
public static class MetricsContract
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>Where it lies.</summary>
    public static string File { get; } = Path.Combine(BuiltHost.Root, "ci", "metrics", "contract.json");

    /// <summary>Every metric, in its order.</summary>
    public static IReadOnlyList<MetricContract> All { get; } = Read();

    /// <summary>Those of a daemon.</summary>
    public static IReadOnlyList<MetricContract> Of(string daemon) =>
        [.. All.Where(metric => metric.Daemons.Contains(daemon))];

    private static IReadOnlyList<MetricContract> Read()
    {
        using JsonDocument document = JsonDocument.Parse(System.IO.File.ReadAllText(File));
        return document.RootElement.GetProperty("metrics").Clone()
            .Deserialize<IReadOnlyList<MetricContract>>(Json)!;
    }
}
