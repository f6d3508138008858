using LlamaOrch.TestKit.Monitoring;
using LlamaOrch.TestKit.Monitoring.Dashboards;
using SkiaSharp;

namespace LlamaOrch.Tools.DashboardPictures.Drawing;

/// <summary>Draws the panels of one row where Grafana would draw them.</summary>
internal static class RowPicture
{
    private const int Width = 1200;
    private const int CellHeight = 32;
    private const int Gap = 6;
    private const int TitleHeight = 26;

    /// <summary>Asks for what the row shows and saves its picture.</summary>
    /// <returns>The panels that show nothing.</returns>
    public static async Task<IReadOnlyList<string>> SaveAsync(
        DashboardRow row, PrometheusServer prometheus, Period period)
    {
        (DashboardPanel Panel, PanelLook Look)[] panels =
            [.. row.Panels.Select(panel => (panel, new PanelLook(panel)))];
        int top = panels.Min(each => each.Look.Grid.Y);
        int height = panels.Max(each => each.Look.Grid.Y + each.Look.Grid.Height) - top;
        using var bitmap = new SKBitmap(Width, (height * CellHeight) + Gap);
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(Palette.Page);
        var empty = new List<string>();
        foreach ((DashboardPanel panel, PanelLook look) in panels)
        {
            SKRect inside = Frame(canvas, panel, Place(look, top));
            if (!await DrawAsync(canvas, inside, panel, look, prometheus, period))
                empty.Add($"{row.Dashboard}, {panel.Title}");
        }

        using SKImage image = SKImage.FromBitmap(bitmap);
        using SKData png = image.Encode(SKEncodedImageFormat.Png, 100);
        await using FileStream file = File.Create(row.PicturePath);
        png.SaveTo(file);
        return empty;
    }

    private static async Task<bool> DrawAsync(
        SKCanvas canvas, SKRect at, DashboardPanel panel, PanelLook look, PrometheusServer prometheus, Period period)
    {
        if (panel.Type == "table")
        {
            PanelTable table = await PanelTable.AskAsync(panel, prometheus, look.Unit);
            TablePanel.Draw(canvas, at, table);
            return table.Rows.Count > 0;
        }

        IReadOnlyList<NamedSeries> series = await NamedSeries.AskAsync(panel, prometheus, period);
        if (panel.Type == "stat")
            StatPanel.Draw(canvas, at, look, series);
        else if (panel.Type == "heatmap")
            HeatmapPanel.Draw(canvas, at, look, series, period);
        else
            GraphPanel.Draw(canvas, at, look, series, period);
        return series.Count > 0;
    }

    private static SKRect Place(PanelLook look, int top)
    {
        float cell = (Width - Gap) / 24f;
        (int x, int y, int width, int height) = look.Grid;
        return SKRect.Create(
            (x * cell) + Gap,
            ((y - top) * CellHeight) + Gap,
            (width * cell) - Gap,
            (height * CellHeight) - Gap);
    }

    private static SKRect Frame(SKCanvas canvas, DashboardPanel panel, SKRect at)
    {
        using var paper = new SKPaint { Color = Palette.Panel };
        canvas.DrawRect(at, paper);
        using SKTypeface bold = SKTypeface.FromFamilyName(Palette.Font, SKFontStyle.Bold);
        using var font = new SKFont(bold, 13);
        using var ink = new SKPaint { Color = Palette.Text, IsAntialias = true };
        canvas.DrawText(panel.Title, at.Left + 12, at.Top + 19, SKTextAlign.Left, font, ink);
        return new SKRect(at.Left, at.Top + TitleHeight, at.Right, at.Bottom);
    }
}
