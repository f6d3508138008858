using System.Text;
using System.Text.RegularExpressions;

namespace LlamaOrch.Hosting.Exposition;

/// <summary>All series of one name.</summary>
public abstract partial class MetricFamily
{
    private const string TotalSuffix = "_total";

    private readonly TextPart header;
    private readonly TextPart openMetricsHeader;

    private protected MetricFamily(string name, string kind, string help, string[] labels)
    {
        if (!NameRule().IsMatch(name) || !labels.All(label => LabelRule().IsMatch(label)))
            throw new ArgumentException($"'{name}' or one of its labels is not a name that Prometheus takes.");
        (Name, Kind, Help, LabelNames) = (name, kind, help, labels);
        header = Header(name);
        // OpenMetrics names a counter without the suffix that its series have.
        openMetricsHeader = kind == "counter" && name.EndsWith(TotalSuffix, StringComparison.Ordinal)
            ? Header(name[..^TotalSuffix.Length])
            : header;
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary><c>counter</c>, <c>gauge</c> or <c>histogram</c>.</summary>
    public string Kind { get; }

    /// <summary>One sentence.</summary>
    public string Help { get; }

    /// <summary>The names of its labels.</summary>
    public IReadOnlyList<string> LabelNames { get; }

    /// <summary>Its series now.</summary>
    internal abstract IReadOnlyList<SeriesPage> Pages { get; }

    internal TextPart HeaderFor(bool openMetrics) => openMetrics ? openMetricsHeader : header;

    private TextPart Header(string name)
    {
        string text = Help
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
        return new TextPart(Encoding.UTF8.GetBytes($"# HELP {name} {text}\n# TYPE {name} {Kind}\n"));
    }

    [GeneratedRegex("^[a-zA-Z_][a-zA-Z0-9_]*$")]
    private static partial Regex NameRule();

    [GeneratedRegex("^[a-zA-Z][a-zA-Z0-9_]*$")]
    private static partial Regex LabelRule();
}
