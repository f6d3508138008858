using System.Buffers;
using System.Globalization;

namespace LlamaOrch.Client.Metrics;

/// <summary>
/// A line of the Prometheus text format that has a series: <c>name{labels} value</c>, then perhaps a time or an
/// exemplar.
/// </summary>
internal readonly ref struct MetricLine
{
    private static readonly SearchValues<char> NameSigns =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_:");

    private MetricLine(ReadOnlySpan<char> name, Range labels, double value)
    {
        Name = name;
        Labels = labels;
        Value = value;
    }

    /// <summary>The series' name.</summary>
    public ReadOnlySpan<char> Name { get; }

    /// <summary>Where in the line its labels are; empty when it has none.</summary>
    public Range Labels { get; }

    /// <summary>Its value.</summary>
    public double Value { get; }

    /// <summary>Reads one; false for a line of another form.</summary>
    public static bool TryRead(ReadOnlySpan<char> line, out MetricLine read)
    {
        read = default;
        int nameEnd = line.IndexOfAnyExcept(NameSigns);
        if (nameEnd < 1 || char.IsAsciiDigit(line[0]))
            return false;
        int labelsEnd = line[nameEnd] == '{' ? EndOfLabels(line, nameEnd + 1) : nameEnd;
        int valueAt = line[nameEnd] == '{' ? labelsEnd + 1 : nameEnd;
        if (labelsEnd < 0 || valueAt >= line.Length || line[valueAt] != ' ')
            return false;
        ReadOnlySpan<char> rest = line[(valueAt + 1)..];
        int valueEnd = rest.IndexOf(' ');
        if (ValueOf(valueEnd < 0 ? rest : rest[..valueEnd]) is not double value)
            return false;
        Range labels = line[nameEnd] == '{' ? (nameEnd + 1)..labelsEnd : nameEnd..nameEnd;
        read = new MetricLine(line[..nameEnd], labels, value);
        return true;
    }

    /// <summary>Where the brace is that ends the labels; one within a value does not.</summary>
    private static int EndOfLabels(ReadOnlySpan<char> line, int at)
    {
        while (line[at..].IndexOfAny('"', '}') is >= 0 and int found)
        {
            at += found;
            if (line[at] == '}')
                return at;
            int end = MetricLabels.EndOfValue(line[(at + 1)..]);
            if (end < 0)
                return -1;
            at += end + 2;
        }

        return -1;
    }

    private static double? ValueOf(ReadOnlySpan<char> text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value : null,
    };
}
