using SkiaSharp;

namespace LlamaOrch.Tools.DashboardPictures.Drawing;

/// <summary>Draws one number, in the colour of its threshold.</summary>
internal static class StatPanel
{
    public static void Draw(SKCanvas canvas, SKRect at, PanelLook look, IReadOnlyList<NamedSeries> series)
    {
        double value = series.Count == 0 ? double.NaN : series[0].Series.Points[^1].Value;
        using SKTypeface face = SKTypeface.FromFamilyName(Palette.Font, SKFontStyle.Bold);
        using var font = new SKFont(face, Math.Min(48, at.Height * 0.45f));
        using var ink = new SKPaint { Color = Palette.Named(look.ColorOf(value)), IsAntialias = true };
        canvas.DrawText(
            UnitText.Of(value, look.Unit), at.MidX, at.MidY + (font.Size * 0.3f), SKTextAlign.Center, font, ink);
        if (series.Count == 0)
            return;
        using SKTypeface plain = SKTypeface.FromFamilyName(Palette.Font);
        using var small = new SKFont(plain, 11);
        ink.Color = Palette.Faint;
        canvas.DrawText(series[0].Name, at.MidX, at.Bottom - 8, SKTextAlign.Center, small, ink);
    }
}
