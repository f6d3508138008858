using System.Globalization;

namespace LlamaOrch.Tools.DashboardPictures.Drawing;

/// <summary>Values as Grafana writes them in a unit of its own.</summary>
internal static class UnitText
{
    private static readonly string[] Sizes = ["B", "KiB", "MiB", "GiB", "TiB"];

    public static string Of(double value, string unit) => unit switch
    {
        _ when double.IsPositiveInfinity(value) => "more",
        _ when !double.IsFinite(value) => "–",
        "percentunit" => $"{Number(value * 100)}%",
        "ms" when Math.Abs(value) >= 1000 => $"{Number(value / 1000)} s",
        "ms" => $"{Number(value)} ms",
        "s" => $"{Number(value)} s",
        "cps" => $"{Number(value)}/s",
        "bytes" => Bytes(value),
        _ => Number(value),
    };

    private static string Bytes(double value)
    {
        int size = 0;
        while (Math.Abs(value) >= 1024 && size < Sizes.Length - 1)
        {
            value /= 1024;
            size++;
        }

        return $"{Number(value)} {Sizes[size]}";
    }

    private static string Number(double value) => value switch
    {
        _ when Math.Abs(value) >= 100 => value.ToString("#,0", CultureInfo.InvariantCulture),
        _ when Math.Abs(value) >= 1 => value.ToString("0.##", CultureInfo.InvariantCulture),
        _ => value.ToString("0.####", CultureInfo.InvariantCulture),
    };
}
