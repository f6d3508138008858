using System.Collections.Frozen;
using System.Globalization;
using System.Text.RegularExpressions;

namespace LlamaOrch.Client.Metrics;

/// <summary>What a daemon's <c>/metrics</c> said at one moment.</summary>
public sealed partial class MetricsPage
{
    private readonly FrozenDictionary<string, MetricSeries[]> byName;
    private readonly FrozenSet<string> families;

    private MetricsPage(IEnumerable<MetricSeries> series, IEnumerable<string> families)
    {
        byName = series.GroupBy(one => one.Name).ToFrozenDictionary(
            group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
        this.families = families.ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>A page with nothing on it.</summary>
    public static MetricsPage Empty { get; } = new([], []);

    /// <summary>Reads the Prometheus text format; lines that are not of it are left out.</summary>
    public static MetricsPage Parse(string text)
    {
        var series = new List<MetricSeries>();
        var families = new List<string>();
        foreach (string raw in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string line = raw.TrimEnd();
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
                families.Add(line.Split(' ')[2]);
            else if (Line().Match(line) is { Success: true } parts && ValueOf(parts) is double value)
                series.Add(new MetricSeries(parts.Groups["name"].Value, LabelsOf(parts), value));
        }

        return new MetricsPage(series, families);
    }

    /// <summary>Every series of a name; empty when there is none.</summary>
    public IReadOnlyList<MetricSeries> Of(string name) => byName.GetValueOrDefault(name) ?? [];

    /// <summary>Whether there is a series of a metric; for histograms its name alone counts.</summary>
    public bool Has(string name) => byName.ContainsKey(name) || byName.ContainsKey(name + "_bucket");

    /// <summary>Whether a metric is declared, with or without a series.</summary>
    public bool Declares(string name) => families.Contains(name) || Has(name);

    /// <summary>The sum over every series of a name with a label's value; 0 when there is none.</summary>
    public double Sum(string name, string label, string value) =>
        Of(name).Where(one => one[label] == value).Sum(one => one.Value);

    /// <summary>The sum over every series of a name; 0 when there is none.</summary>
    public double Sum(string name) => Of(name).Sum(one => one.Value);

    private static double? ValueOf(Match parts) => parts.Groups["value"].Value switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        string text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) =>
            value,
        _ => null,
    };

    private static Dictionary<string, string> LabelsOf(Match parts)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match label in Label().Matches(parts.Groups["labels"].Value))
        {
            labels[label.Groups["name"].Value] = label.Groups["value"].Value
                .Replace("\\n", "\n", StringComparison.Ordinal)
                .Replace("\\\"", "\"", StringComparison.Ordinal)
                .Replace("\\\\", "\\", StringComparison.Ordinal);
        }

        return labels;
    }

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][\w:]*)(\{(?<labels>("(\\.|[^"\\])*"|[^"}])*)\})? (?<value>\S+)( \S.*)?$""")]
    private static partial Regex Line();

    [GeneratedRegex("""(?<name>[a-zA-Z_][a-zA-Z0-9_]*)="(?<value>(\\.|[^"\\])*)",?""")]
    private static partial Regex Label();
}
