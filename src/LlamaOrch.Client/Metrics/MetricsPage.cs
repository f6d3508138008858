namespace LlamaOrch.Client.Metrics;

/// <summary>What a daemon's <c>/metrics</c> said at one moment.</summary>
public sealed class MetricsPage
{
    private const string TypeMark = "# TYPE ";

    private readonly Dictionary<string, List<MetricSeries>> byName = new(StringComparer.Ordinal);
    private readonly HashSet<string> families = new(StringComparer.Ordinal);

    private MetricsPage()
    {
    }

    /// <summary>A page with nothing on it.</summary>
    public static MetricsPage Empty { get; } = new();

    /// <summary>Reads the Prometheus text format; lines that are not of it are left out.</summary>
    public static MetricsPage Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var page = new MetricsPage();
        for (int at = 0; at < text.Length;)
        {
            int length = text.AsSpan(at).IndexOf('\n');
            ReadOnlyMemory<char> line = length < 0 ? text.AsMemory(at) : text.AsMemory(at, length);
            page.Add(line.TrimEnd());
            at += line.Length + 1;
        }

        return page;
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

    private void Add(ReadOnlyMemory<char> line)
    {
        ReadOnlySpan<char> text = line.Span;
        if (text.StartsWith(TypeMark))
        {
            ReadOnlySpan<char> declared = text[TypeMark.Length..];
            int end = declared.IndexOf(' ');
            families.Add((end < 0 ? declared : declared[..end]).ToString());
        }
        else if (MetricLine.TryRead(text, out MetricLine read))
        {
            var names = byName.GetAlternateLookup<ReadOnlySpan<char>>();
            if (!names.TryGetValue(read.Name, out string? name, out List<MetricSeries>? series))
                byName[name = read.Name.ToString()] = series = [];
            series.Add(new MetricSeries(name, line[read.Labels], read.Value));
        }
    }
}
