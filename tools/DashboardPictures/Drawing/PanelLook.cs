using System.Text.Json;
using LlamaOrch.TestKit.Monitoring.Dashboards;

namespace LlamaOrch.Tools.DashboardPictures.Drawing;

/// <summary>How a panel wants to be drawn, read out of its definition.</summary>
internal sealed class PanelLook
{
    private readonly DashboardPanel panel;

    public PanelLook(DashboardPanel panel)
    {
        this.panel = panel;
        JsonElement defaults = panel.Root.GetProperty("fieldConfig").GetProperty("defaults");
        Unit = panel.Type == "heatmap"
            ? panel.Root.GetProperty("options").GetProperty("yAxis").GetProperty("unit").GetString()!
            : defaults.GetProperty("unit").GetString()!;
        Thresholds = defaults.TryGetProperty("thresholds", out JsonElement thresholds)
            ? [.. thresholds.GetProperty("steps").EnumerateArray().Select(Step)]
            : [];
        Lines = defaults.TryGetProperty("custom", out JsonElement custom)
            && custom.TryGetProperty("thresholdsStyle", out JsonElement style)
            && style.GetProperty("mode").GetString() != "off"
                ? [.. Thresholds.Where(step => step.From > double.MinValue)]
                : [];
    }

    /// <summary>Unit of its values.</summary>
    public string Unit { get; }

    /// <summary>From which value on which colour; the first from the beginning.</summary>
    public IReadOnlyList<(double From, string Color)> Thresholds { get; }

    /// <summary>Those thresholds that are lines in the graph.</summary>
    public IReadOnlyList<(double From, string Color)> Lines { get; }

    /// <summary>Where it lies, in Grafana's grid of 24 columns.</summary>
    public (int X, int Y, int Width, int Height) Grid
    {
        get
        {
            JsonElement at = panel.Root.GetProperty("gridPos");
            return (at.GetProperty("x").GetInt32(), at.GetProperty("y").GetInt32(),
                at.GetProperty("w").GetInt32(), at.GetProperty("h").GetInt32());
        }
    }

    /// <summary>The colour of a value.</summary>
    public string ColorOf(double value) =>
        Thresholds.LastOrDefault(step => value >= step.From, (0, "text")).Color;

    private static (double From, string Color) Step(JsonElement step) => (
        step.GetProperty("value") is { ValueKind: JsonValueKind.Number } from ? from.GetDouble() : double.MinValue,
        step.GetProperty("color").GetString()!);
}
