using System.Globalization;
using System.Text.RegularExpressions;

namespace LlamaOrch.TestKit.Scraping;

/// <summary>What a daemon's <c>/metrics</c> said at one moment.</summary>
public sealed partial class MetricsScrape
{
    private MetricsScrape(
        IReadOnlyDictionary<string, string> kinds,
        IReadOnlyDictionary<string, string> help,
        IReadOnlyList<MetricSample> samples) => (Kinds, Help, Samples) = (kinds, help, samples);

    /// <summary>The kind of each metric by name: <c>counter</c>, <c>gauge</c>, <c>histogram</c>.</summary>
    public IReadOnlyDictionary<string, string> Kinds { get; }

    /// <summary>The help of each metric by name.</summary>
    public IReadOnlyDictionary<string, string> Help { get; }

    /// <summary>Every line.</summary>
    public IReadOnlyList<MetricSample> Samples { get; }

    /// <summary>Asks a daemon.</summary>
    public static async Task<MetricsScrape> FromAsync(Uri daemon)
    {
        using var http = new HttpClient();
        return Parse(await http.GetStringAsync(new Uri(daemon, "/metrics")));
    }

    /// <summary>Reads the Prometheus text format.</summary>
    /// <exception cref="FormatException">A line is not of that format.</exception>
    public static MetricsScrape Parse(string text)
    {
        var kinds = new Dictionary<string, string>(StringComparer.Ordinal);
        var help = new Dictionary<string, string>(StringComparer.Ordinal);
        var samples = new List<MetricSample>();
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                string[] parts = line.Split(' ');
                kinds[parts[2]] = parts[3];
            }
            else if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                string[] parts = line.Split(' ', 4);
                help[parts[2]] = parts[3];
            }
            else if (!line.StartsWith('#'))
            {
                samples.Add(ParseSample(line));
            }
        }

        return new MetricsScrape(kinds, help, samples);
    }

    /// <summary>The sum over every series of the name that has these labels; 0 when there is none.</summary>
    public double Sum(string name, params (string Name, string Value)[] labels) =>
        Samples.Where(sample => sample.Name == name && sample.Has(labels)).Sum(sample => sample.Value);

    /// <summary>Whether there is a series of the name with these labels.</summary>
    public bool Has(string name, params (string Name, string Value)[] labels) =>
        Samples.Any(sample => sample.Name == name && sample.Has(labels));

    private static MetricSample ParseSample(string line)
    {
        Match parts = SampleLine().Match(line);
        if (!parts.Success)
            throw new FormatException($"not a sample: {line}");
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match label in LabelPair().Matches(parts.Groups["labels"].Value))
            labels[label.Groups["name"].Value] = Unescape(label.Groups["value"].Value);
        string value = parts.Groups["value"].Value;
        return new MetricSample(
            parts.Groups["name"].Value,
            labels,
            value == "+Inf" ? double.PositiveInfinity : double.Parse(value, CultureInfo.InvariantCulture));
    }

    private static string Unescape(string value) => value
        .Replace("\\n", "\n", StringComparison.Ordinal)
        .Replace("\\\"", "\"", StringComparison.Ordinal)
        .Replace("\\\\", "\\", StringComparison.Ordinal);

    [GeneratedRegex(@"^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>.*)\})? (?<value>\S+)( \d+)?$")]
    private static partial Regex SampleLine();

    [GeneratedRegex("""(?<name>[a-zA-Z_][a-zA-Z0-9_]*)="(?<value>(\\.|[^"\\])*)",?""")]
    private static partial Regex LabelPair();
}
