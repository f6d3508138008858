using ScottPlot;
using ScottPlot.Plottables;
using SkiaSharp;

namespace LlamaOrch.Tools.DashboardPictures.Drawing;

/// <summary>Draws lines over time, with the thresholds that lie in sight.</summary>
internal static class GraphPanel
{
    private const int SeriesMax = 12;

    public static void Draw(
        SKCanvas canvas, SKRect at, PanelLook look, IReadOnlyList<NamedSeries> series, Period period)
    {
        using var plot = new Plot();
        NamedSeries[] shown = [.. series.Take(SeriesMax)];
        for (int index = 0; index < shown.Length; index++)
        {
            IReadOnlyList<(DateTimeOffset At, double Value)> points = shown[index].Series.Points;
            Scatter line = plot.Add.ScatterLine(
                points.Select(point => point.At.UtcDateTime.ToOADate()).ToArray(),
                points.Select(point => double.IsFinite(point.Value) ? point.Value : double.NaN).ToArray(),
                Palette.OfSeries(index));
            line.LineWidth = 1.5f;
            line.LegendText = shown[index].Name;
        }

        double top = shown.SelectMany(one => one.Series.Points).Select(point => point.Value)
            .Where(double.IsFinite).DefaultIfEmpty(0).Max();
        double bottom = shown.SelectMany(one => one.Series.Points).Select(point => point.Value)
            .Where(double.IsFinite).DefaultIfEmpty(0).Min();
        // Grafana stretches no axis for a threshold that is far away, and neither is it done here.
        double sight = Math.Max(top * 2, double.Epsilon);
        foreach ((double from, string color) in look.Lines.Where(step => step.From <= sight))
        {
            HorizontalLine line = plot.Add.HorizontalLine(from);
            line.Color = Color.FromSKColor(Palette.Named(color));
            line.LinePattern = LinePattern.Dashed;
            line.LineWidth = 1;
            top = Math.Max(top, from);
        }

        TimeAxis.Dress(plot, look.Unit);
        double margin = top == 0 && bottom == 0 ? 1 : Math.Max(top - Math.Min(bottom, 0), top - bottom) * 0.08;
        plot.Axes.SetLimits(
            period.Start.UtcDateTime.ToOADate(),
            period.End.UtcDateTime.ToOADate(),
            bottom >= 0 ? 0 : bottom - margin,
            top + margin);
        plot.ShowLegend(Edge.Bottom);
        plot.Legend.Orientation = Orientation.Horizontal;
        plot.Legend.TightHorizontalWrapping = true;
        plot.Legend.FontName = Palette.Font;
        plot.Legend.FontSize = 10;
        plot.Legend.OutlineWidth = 0;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.BackgroundColor = Colors.Transparent;
        TimeAxis.Draw(plot, canvas, at);
    }
}
