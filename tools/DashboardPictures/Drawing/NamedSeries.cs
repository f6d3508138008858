using System.Text.RegularExpressions;
using LlamaOrch.TestKit.Monitoring;
using LlamaOrch.TestKit.Monitoring.Dashboards;

namespace LlamaOrch.Tools.DashboardPictures.Drawing;

/// <summary>A series of a panel with the name that its legend gives it.</summary>
/// <param name="Name">The name.</param>
/// <param name="Series">Its points.</param>
internal sealed partial record NamedSeries(string Name, PrometheusSeries Series)
{
    /// <summary>All series of a panel that have a value, in the order of its queries and of their names.</summary>
    public static async Task<IReadOnlyList<NamedSeries>> AskAsync(
        DashboardPanel panel, PrometheusServer prometheus, Period period)
    {
        var found = new List<NamedSeries>();
        foreach (DashboardQuery query in panel.Queries)
        {
            IReadOnlyList<PrometheusSeries> answer = await prometheus.QueryRangeAsync(
                query.WithAll(Period.RateInterval), period.Start, period.End, period.Step);
            found.AddRange(answer
                .Where(series => series.Points.Any(point => double.IsFinite(point.Value)))
                .Select(series => new NamedSeries(LegendOf(query.Legend, series.Labels), series))
                .OrderBy(series => series.Name, StringComparer.Ordinal));
        }

        return found;
    }

    private static string LegendOf(string legend, IReadOnlyDictionary<string, string> labels) =>
        Label().Replace(legend, label => labels.GetValueOrDefault(label.Groups[1].Value, string.Empty));

    [GeneratedRegex(@"\{\{(\w+)\}\}")]
    private static partial Regex Label();
}
