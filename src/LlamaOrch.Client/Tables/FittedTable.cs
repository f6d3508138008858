namespace LlamaOrch.Client.Tables;

/// <summary>
/// A table as it fits a window. Where it is too wide, columns are shortened, the rightmost first; where that is not
/// enough, columns are left out in their order; and where nothing more can be left out, the rest is shortened further.
/// </summary>
public sealed class FittedTable
{
    // Between columns.
    private const int Gap = 2;

    // Below this a cut text tells nothing.
    private const int WidthLast = 4;

    private readonly IReadOnlyList<TableColumn> columns;
    private readonly string[][] cells;
    private readonly int[] natural;

    private FittedTable(IReadOnlyList<TableColumn> columns, string[][] cells, int? width)
    {
        (this.columns, this.cells) = (columns, cells);
        natural = [.. columns.Select((column, index) => Math.Max(
            CellText.Width(column.Heading), cells.Select(row => CellText.Width(row[index])).DefaultIfEmpty().Max()))];
        Columns = [.. Enumerable.Range(0, columns.Count)];
        Widths = [.. natural];
        if (width is int most)
            Fit(most);
    }

    /// <summary>The columns that are shown: their places in the table as it was given.</summary>
    public IReadOnlyList<int> Columns { get; private set; }

    /// <summary>The width of each of them, cells.</summary>
    public IReadOnlyList<int> Widths { get; private set; }

    /// <summary>The headings of these columns, cut where they are too long.</summary>
    public IReadOnlyList<string> Headings =>
        [.. Columns.Select((column, place) => CellText.Fit(columns[column].Heading, Widths[place]))];

    /// <summary>The rows in these columns, cut where they are too long.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows => [.. cells.Select(row =>
        (IReadOnlyList<string>)[.. Columns.Select((column, place) => CellText.Fit(row[column], Widths[place]))])];

    /// <summary>All of it as lines without blanks at their ends.</summary>
    public IEnumerable<string> Lines => Rows.Prepend(Headings).Select(row => string.Concat(row.Select((cell, place) =>
        CellText.Pad(cell, Widths[place] + Gap))).TrimEnd());

    /// <summary>Fits a table.</summary>
    /// <param name="columns">Its columns.</param>
    /// <param name="rows">Its rows, a text for each column.</param>
    /// <param name="width">Cells of the window; null where the output is no window: then nothing is cut.</param>
    public static FittedTable Of(
        IReadOnlyList<TableColumn> columns, IEnumerable<IReadOnlyList<string>> rows, int? width) => new(
        columns, [.. rows.Select(row => row.Select(CellText.OneLine).ToArray())], width);

    private void Fit(int width)
    {
        // A column that says nothing about any row goes first of all.
        List<int> shown = [.. Columns.Where(column =>
            columns[column].LeftOut == 0 || cells.Any(row => row[column].Length > 0))];
        foreach (int next in Columns.Where(column => columns[column].LeftOut > 0)
            .OrderBy(column => columns[column].LeftOut))
        {
            if (Total(shown.Select(Least)) <= width)
                break;
            shown.Remove(next);
        }

        int[] widths = [.. shown.Select(column => natural[column])];
        Shorten(widths, [.. shown.Select(Least)], width);
        Shorten(widths, [.. widths.Select(each => Math.Min(each, WidthLast))], width);
        (Columns, Widths) = (shown, widths);
    }

    private int Least(int column) => columns[column].WidthMin is int least and > 0
        ? Math.Min(natural[column], Math.Max(least, CellText.Width(columns[column].Heading)))
        : natural[column];

    private static void Shorten(int[] widths, int[] least, int width)
    {
        for (int place = widths.Length - 1; place >= 0; place--)
        {
            int excess = Total(widths) - width;
            if (excess > 0)
                widths[place] = Math.Max(least[place], widths[place] - excess);
        }
    }

    private static int Total(IEnumerable<int> widths) => widths.Sum(each => each + Gap) - Gap;
}
