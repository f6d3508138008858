using LlamaOrch.TestKit.Monitoring;

namespace LlamaOrch.Ops.Tests.Rules;

/// <summary>The series that there are: of our daemons, of our rules, and of Prometheus itself.</summary>
internal static class KnownSeries
{
    private static readonly string[] OfPrometheus =
        ["up", "ALERTS", "prometheus_notifications_alertmanagers_discovered"];

    private static readonly HashSet<string> Names =
    [
        .. OfPrometheus,
        .. RuleFile.Records.Select(record => record.Name),
        .. MetricsContract.All.SelectMany(LinesOf),
    ];

    /// <summary>The series of an expression that nobody exposes.</summary>
    public static IEnumerable<string> Unknown(string expression) =>
        RuleExpression.Series(expression).Where(name => !Names.Contains(name));

    /// <summary>The metric that a series is of; null for one that is none of our daemons'.</summary>
    public static MetricContract? MetricOf(string series) =>
        MetricsContract.All.FirstOrDefault(metric => LinesOf(metric).Contains(series));

    private static string[] LinesOf(MetricContract metric) => metric.Kind == "histogram"
        ? [$"{metric.Name}_bucket", $"{metric.Name}_sum", $"{metric.Name}_count"]
        : [metric.Name];
}
