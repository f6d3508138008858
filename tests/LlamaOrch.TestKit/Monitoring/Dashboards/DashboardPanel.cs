using System.Text.Json;

namespace LlamaOrch.TestKit.Monitoring.Dashboards;

/// <summary>A panel or a row of a dashboard.</summary>
/// <param name="Root">All of it.</param>
public sealed record DashboardPanel(JsonElement Root)
{
    /// <summary>Its kind, such as <c>timeseries</c>.</summary>
    public string Type => Text("type");

    /// <summary>Its heading.</summary>
    public string Title => Text("title");

    /// <summary>What it shows; empty for a row.</summary>
    public string Description => Text("description");

    /// <summary>Whether it only heads others.</summary>
    public bool IsRow => Type == "row";

    /// <summary>Its queries.</summary>
    public IReadOnlyList<DashboardQuery> Queries => IsRow
        ? []
        : [.. Root.GetProperty("targets").EnumerateArray().Select(target => new DashboardQuery(
            target.GetProperty("expr").GetString()!, target.GetProperty("legendFormat").GetString()!))];

    /// <summary>Where its colours change, the base left out.</summary>
    public IReadOnlyList<double> Thresholds =>
        [.. Root.GetProperty("fieldConfig").GetProperty("defaults").GetProperty("thresholds").GetProperty("steps")
            .EnumerateArray()
            .Select(step => step.GetProperty("value"))
            .Where(value => value.ValueKind == JsonValueKind.Number)
            .Select(value => value.GetDouble())];

    private string Text(string name) =>
        Root.TryGetProperty(name, out JsonElement value) ? value.GetString()! : string.Empty;
}
