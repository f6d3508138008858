using System.Globalization;
using LlamaOrch.TestKit.Monitoring;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace LlamaOrch.Tools.DashboardPictures.Drawing;

/// <summary>Draws buckets of a histogram over time: the more in a bucket, the darker.</summary>
internal static class HeatmapPanel
{
    public static void Draw(
        SKCanvas canvas, SKRect at, PanelLook look, IReadOnlyList<NamedSeries> series, Period period)
    {
        PrometheusSeries[] buckets = [.. series.Select(one => one.Series).OrderBy(Bound)];
        int columns = (int)((period.End - period.Start) / period.Step) + 1;
        double[,] cells = new double[buckets.Length, columns];
        for (int row = 0; row < buckets.Length; row++)
        {
            for (int column = 0; column < columns; column++)
                cells[buckets.Length - 1 - row, column] = double.NaN;
        }

        var below = new double[columns];
        for (int row = 0; row < buckets.Length; row++)
        {
            foreach ((DateTimeOffset when, double value) in buckets[row].Points)
            {
                int column = Math.Clamp((int)Math.Round((when - period.Start) / period.Step), 0, columns - 1);
                // Buckets count what is below their bound, so each holds those before it.
                double own = value - below[column];
                below[column] = value;
                if (own > 1e-9)
                    cells[buckets.Length - 1 - row, column] = Math.Sqrt(own);
            }
        }

        using var plot = new Plot();
        Heatmap map = plot.Add.Heatmap(cells);
        map.Colormap = new ScottPlot.Colormaps.CustomInterpolated(Palette.Heat);
        map.NaNCellColor = Colors.Transparent;
        map.Extent = new CoordinateRect(
            period.Start.UtcDateTime.ToOADate(), period.End.UtcDateTime.ToOADate(), 0, buckets.Length);
        int every = Math.Max(1, buckets.Length / 6);
        TimeAxis.Dress(plot, new NumericManual(
            [.. Enumerable.Range(0, buckets.Length).Where(row => row % every == 0)
                .Select(row => new Tick(row + 1, UnitText.Of(Bound(buckets[row]), look.Unit)))]));
        plot.Axes.SetLimits(map.Extent.Value.Left, map.Extent.Value.Right, 0, buckets.Length);
        TimeAxis.Draw(plot, canvas, at);
    }

    private static double Bound(PrometheusSeries bucket) => bucket.Labels["le"] == "+Inf"
        ? double.PositiveInfinity
        : double.Parse(bucket.Labels["le"], CultureInfo.InvariantCulture);
}
