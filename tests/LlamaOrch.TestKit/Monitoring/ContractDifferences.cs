using System.Globalization;
using LlamaOrch.TestKit.Scraping;

namespace LlamaOrch.TestKit.Monitoring;

/// <summary>Where what a daemon exposes and the contract are not the same, in either direction.</summary>
public static class ContractDifferences
{
    private static readonly string[] HistogramSuffixes = ["_bucket", "_sum", "_count"];

    /// <summary>One sentence for each difference; none when they agree.</summary>
    /// <param name="daemon">The daemon's name.</param>
    /// <param name="scrape">What it exposes.</param>
    /// <param name="withoutSeries">
    /// Metrics that may have no series now, since what their labels are ids of is not there.
    /// </param>
    public static IReadOnlyList<string> Between(string daemon, MetricsScrape scrape, params string[] withoutSeries)
    {
        IReadOnlyList<MetricContract> contract = MetricsContract.Of(daemon);
        string[] names = [.. contract.Select(metric => metric.Name)];
        return
        [
            .. scrape.Kinds.Keys.Except(names).Select(name => $"{name} is exposed and not in the contract"),
            .. names.Except(scrape.Kinds.Keys).Select(name => $"{name} is in the contract and not exposed"),
            .. contract.Where(metric => scrape.Kinds.ContainsKey(metric.Name))
                .SelectMany(metric => Of(metric, scrape, withoutSeries.Contains(metric.Name))),
        ];
    }

    private static IEnumerable<string> Of(MetricContract metric, MetricsScrape scrape, bool mayBeEmpty)
    {
        if (scrape.Kinds[metric.Name] != metric.Kind)
            yield return $"{metric.Name} is a {scrape.Kinds[metric.Name]}, not a {metric.Kind}";
        if (scrape.Help.GetValueOrDefault(metric.Name) != metric.Help)
            yield return $"{metric.Name} has the help '{scrape.Help.GetValueOrDefault(metric.Name)}'";
        MetricSample[] series = [.. SeriesOf(metric, scrape)];
        if (series.Length == 0 && !mayBeEmpty)
            yield return $"{metric.Name} has no series";
        foreach (MetricSample each in series)
        {
            if (!each.Labels.Keys.Order().SequenceEqual(metric.Labels.Keys.Order()))
                yield return $"{metric.Name} has the labels {string.Join(", ", each.Labels.Keys)}";
            foreach ((string label, string value) in each.Labels)
            {
                if (metric.Labels.ContainsKey(label) && metric.ValuesOf(label)?.Contains(value) == false)
                    yield return $"{metric.Name} has {label}=\"{value}\", which is not in the contract";
            }
        }

        foreach (string missing in Missing(metric, series))
            yield return missing;
        if (metric.Buckets is { } buckets && series.Length > 0 && !BucketsOf(metric, scrape).SequenceEqual(buckets))
            yield return $"{metric.Name} has the buckets {string.Join(", ", BucketsOf(metric, scrape))}";
    }

    /// <summary>Whatever has one value of a closed label has all of them, from the start.</summary>
    private static IEnumerable<string> Missing(MetricContract metric, MetricSample[] series)
    {
        string[] open = [.. metric.Labels.Keys.Where(label => metric.ValuesOf(label) is null)];
        (string, string)[][] combinations = [.. metric.ClosedCombinations()];
        foreach (var group in series
            .GroupBy(each => string.Join(' ', open.Select(label => each.Labels.GetValueOrDefault(label)))))
        {
            foreach ((string, string)[] values in combinations.Where(values => !group.Any(each => each.Has(values))))
                yield return $"{metric.Name} lacks {string.Join(", ", values)} for '{group.Key}'";
            if (metric.Budget.Series < group.Count() && metric.Budget.Per is null)
                yield return $"{metric.Name} has {group.Count()} series, more than its {metric.Budget.Series}";
        }
    }

    private static IEnumerable<MetricSample> SeriesOf(MetricContract metric, MetricsScrape scrape)
    {
        string line = metric.Kind == "histogram" ? metric.Name + HistogramSuffixes[^1] : metric.Name;
        return scrape.Samples.Where(sample => sample.Name == line);
    }

    private static IEnumerable<double> BucketsOf(MetricContract metric, MetricsScrape scrape) => scrape.Samples
        .Where(sample => sample.Name == metric.Name + HistogramSuffixes[0] && sample.Labels["le"] != "+Inf")
        .Select(sample => double.Parse(sample.Labels["le"], CultureInfo.InvariantCulture))
        .Distinct()
        .Order();
}
