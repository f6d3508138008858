using ScottPlot;
using SkiaSharp;

namespace LlamaOrch.Tools.DashboardPictures.Drawing;

/// <summary>Grafana's colours on paper.</summary>
internal static class Palette
{
    public const string Font = "DejaVu Sans";

    public static readonly SKColor Text = new(0x24, 0x29, 0x2e);
    public static readonly SKColor Faint = new(0x6e, 0x76, 0x81);
    public static readonly SKColor Page = new(0xf4, 0xf5, 0xf5);
    public static readonly SKColor Panel = SKColors.White;

    public static readonly Color[] Heat =
        [Color.FromHex("#fff0e0"), Color.FromHex("#ff9a3c"), Color.FromHex("#8c3300")];

    private static readonly string[] Series =
    [
        "#56a64b", "#e0a500", "#3274d9", "#e02f44", "#ff780a", "#8f3bb8", "#00838f", "#7c5c3a", "#c2185b", "#607d8b",
        "#37474f", "#9e9d24",
    ];

    /// <summary>The colour of the n-th series.</summary>
    public static Color OfSeries(int index) => Color.FromHex(Series[index % Series.Length]);

    /// <summary>A colour by the name that a threshold gives it.</summary>
    public static SKColor Named(string name) => name switch
    {
        "green" => new(0x37, 0x87, 0x2d),
        "yellow" => new(0xe0, 0xa5, 0x00),
        "orange" => new(0xff, 0x78, 0x0a),
        "dark-orange" => new(0xd6, 0x56, 0x00),
        "red" => new(0xc4, 0x16, 0x2a),
        "blue" => new(0x1f, 0x60, 0xc4),
        _ => Text,
    };
}
