using System.Globalization;

namespace LlamaOrch.TestKit.Monitoring;

/// <summary>The contract as the reference shows it.</summary>
public static class ContractTable
{
    /// <summary>A Markdown table of the metrics that only these daemons expose.</summary>
    public static string Of(params string[] daemons)
    {
        IEnumerable<string> rows = MetricsContract.All
            .Where(metric => metric.Daemons.SequenceEqual(daemons))
            .Select(metric =>
                $"| `{metric.Name}` | {metric.Kind} | {Labels(metric)} | {Meaning(metric)} | {Budget(metric)} |");
        return string.Join('\n', rows
            .Prepend("|---|---|---|---|---|")
            .Prepend("| metric | kind | labels | meaning | series |"));
    }

    private static string Labels(MetricContract metric) => metric.Labels.Count == 0
        ? "–"
        : string.Join("; ", metric.Labels.Keys.Select(label => metric.ValuesOf(label) is IReadOnlyList<string> values
            ? $"{label} = {string.Join(", ", values)}"
            : label));

    private static string Meaning(MetricContract metric) => metric.Buckets is null
        ? metric.Help
        : $"{metric.Help} Buckets: "
            + $"{string.Join(", ", metric.Buckets.Select(bound => bound.ToString(CultureInfo.InvariantCulture)))}.";

    private static string Budget(MetricContract metric) => metric.Budget.Per is string per
        ? $"{metric.Budget.Series} a {per}"
        : $"{metric.Budget.Series}";
}
