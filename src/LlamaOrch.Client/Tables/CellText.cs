using System.Text;

namespace LlamaOrch.Client.Tables;

/// <summary>Texts in the cells of a terminal.</summary>
public static class CellText
{
    private const string Cut = "…";

    // Scripts and signs that take two cells: Hangul, CJK, full-width forms, emoji.
    private static readonly (int From, int To)[] Wide =
    [
        (0x1100, 0x115F), (0x2E80, 0xA4CF), (0xAC00, 0xD7A3), (0xF900, 0xFAFF), (0xFE30, 0xFE6F), (0xFF00, 0xFF60),
        (0xFFE0, 0xFFE6), (0x1F300, 0x1FAFF), (0x20000, 0x3FFFD),
    ];

    /// <summary>
    /// A text in one line, without control characters: what other machines say must not move a cursor.
    /// </summary>
    public static string OneLine(string text) => text.Any(char.IsControl)
        ? string.Concat(text.Select(sign => char.IsControl(sign) ? ' ' : sign))
        : text;

    /// <summary>How many cells a text takes.</summary>
    public static int Width(string text) => text.EnumerateRunes().Sum(Width);

    /// <summary>A text in at most so many cells; what does not fit is cut off, and an ellipsis says so.</summary>
    public static string Fit(string text, int cells)
    {
        if (Width(text) <= cells)
            return text;
        var kept = new StringBuilder();
        int left = cells - 1;
        foreach (Rune rune in text.EnumerateRunes())
        {
            left -= Width(rune);
            if (left < 0)
                break;
            kept.Append(rune);
        }

        return cells <= 0 ? string.Empty : kept.ToString().TrimEnd() + Cut;
    }

    /// <summary>A text filled up with blanks.</summary>
    public static string Pad(string text, int cells) => text + new string(' ', Math.Max(0, cells - Width(text)));

    private static int Width(Rune rune) =>
        Array.Exists(Wide, range => rune.Value >= range.From && rune.Value <= range.To) ? 2 : 1;
}
