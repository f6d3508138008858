using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace LlamaOrch.Tools.DashboardPictures.Drawing;

/// <summary>The axes of what is drawn over time.</summary>
internal static class TimeAxis
{
    private const int FontSize = 10;

    public static void Dress(Plot plot, string unit) => Dress(
        plot, new NumericAutomatic { LabelFormatter = value => UnitText.Of(value, unit), TickDensity = 0.6 });

    /// <summary>Draws a plot, which would clear a canvas that it is given, into its place.</summary>
    public static void Draw(Plot plot, SKCanvas canvas, SKRect at)
    {
        using SKBitmap drawn = SKBitmap.Decode(plot.GetImageBytes((int)at.Width, (int)at.Height, ImageFormat.Png));
        canvas.DrawBitmap(drawn, at.Left, at.Top);
    }

    public static void Dress(Plot plot, ITickGenerator left)
    {
        plot.FigureBackground.Color = Color.FromSKColor(Palette.Panel);
        plot.DataBackground.Color = Color.FromSKColor(Palette.Panel);
        plot.Axes.DateTimeTicksBottom();
        plot.Axes.Bottom.TickGenerator = new DateTimeAutomatic
        {
            LabelFormatter = time => time.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture),
        };
        plot.Axes.Left.TickGenerator = left;
        foreach (IAxis axis in (IAxis[])[plot.Axes.Left, plot.Axes.Bottom])
        {
            axis.TickLabelStyle.FontName = Palette.Font;
            axis.TickLabelStyle.FontSize = FontSize;
            axis.TickLabelStyle.ForeColor = Color.FromSKColor(Palette.Faint);
            axis.MinorTickStyle.Length = 0;
        }

        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Grid.MajorLineColor = Colors.Black.WithAlpha(0.08);
    }
}
