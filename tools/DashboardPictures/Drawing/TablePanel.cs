using SkiaSharp;

namespace LlamaOrch.Tools.DashboardPictures.Drawing;

/// <summary>Draws rows and columns, as many as there is room for.</summary>
internal static class TablePanel
{
    private const float RowHeight = 22;
    private const float Padding = 14;

    public static void Draw(SKCanvas canvas, SKRect at, PanelTable table)
    {
        using SKTypeface plain = SKTypeface.FromFamilyName(Palette.Font);
        using SKTypeface bold = SKTypeface.FromFamilyName(Palette.Font, SKFontStyle.Bold);
        using var body = new SKFont(plain, 11);
        using var head = new SKFont(bold, 11);
        using var ink = new SKPaint { IsAntialias = true };
        using var rule = new SKPaint { Color = Palette.Page, StrokeWidth = 1 };
        float[] lefts = Lefts(table, at, head);
        int rows = Math.Min(table.Rows.Count, (int)(at.Height / RowHeight) - 1);
        for (int row = -1; row < rows; row++)
        {
            float baseline = at.Top + ((row + 2) * RowHeight) - 7;
            ink.Color = row < 0 ? Palette.Faint : Palette.Text;
            for (int column = 0; column < table.Columns.Count; column++)
            {
                string text = row < 0 ? table.Columns[column] : table.Rows[row][column];
                canvas.DrawText(
                    text, lefts[column], baseline, SKTextAlign.Left, row < 0 ? head : body, ink);
            }

            canvas.DrawLine(at.Left + Padding, baseline + 7, at.Right - Padding, baseline + 7, rule);
        }
    }

    /// <summary>Where the columns begin: each as wide as its widest text, and what is left over shared.</summary>
    private static float[] Lefts(PanelTable table, SKRect at, SKFont font)
    {
        float[] widths =
        [
            .. table.Columns.Select((heading, column) => table.Rows.Select(row => row[column]).Append(heading)
                .Max(text => font.MeasureText(text))),
        ];
        float spare = (at.Width - (2 * Padding) - widths.Sum()) / Math.Max(1, widths.Length);
        float[] lefts = new float[widths.Length];
        float left = at.Left + Padding;
        for (int column = 0; column < lefts.Length; column++)
        {
            lefts[column] = left;
            left += widths[column] + spare;
        }

        return lefts;
    }
}
