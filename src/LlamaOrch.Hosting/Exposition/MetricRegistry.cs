namespace LlamaOrch.Hosting.Exposition;

/// <summary>
/// The metrics of one daemon: several daemons share a process in the home profile, and each has its own. Made for
/// thousands of series that are scraped every few seconds (<c>docs/adr/0008-own-exposition.md</c>).
/// </summary>
public sealed class MetricRegistry
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, MetricFamily> families = new(StringComparer.Ordinal);
    private Action? fill;

    /// <summary>Every metric, by name.</summary>
    public IReadOnlyList<MetricFamily> Families
    {
        get
        {
            lock (gate)
            {
                return [.. families.Values];
            }
        }
    }

    /// <summary>Adds a counter; its name ends in <c>_total</c>.</summary>
    /// <exception cref="ArgumentException">There is a metric of that name, or it is not a name.</exception>
    public Counter CreateCounter(string name, string help, params string[] labels) =>
        Add(new Counter(name, help, labels));

    /// <summary>Adds a gauge.</summary>
    /// <exception cref="ArgumentException">There is a metric of that name, or it is not a name.</exception>
    public Gauge CreateGauge(string name, string help, params string[] labels) => Add(new Gauge(name, help, labels));

    /// <summary>Adds a histogram.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="help">One sentence.</param>
    /// <param name="buckets">Upper bounds, growing, the last one finite.</param>
    /// <param name="labels">Names of its labels.</param>
    /// <exception cref="ArgumentException">There is a metric of that name, or it is not a name.</exception>
    public Histogram CreateHistogram(string name, string help, double[] buckets, params string[] labels) =>
        Add(new Histogram(name, help, buckets, labels));

    /// <summary>Has gauges filled just before each scrape, so that what they show costs nothing otherwise.</summary>
    public void OnScrape(Action show)
    {
        lock (gate)
        {
            fill += show;
        }
    }

    /// <summary>What every series says at this moment.</summary>
    public ScrapeText Collect(bool openMetrics)
    {
        fill?.Invoke();
        var text = new ScrapeText();
        foreach (MetricFamily family in Families)
        {
            IReadOnlyList<MetricSeries> series = family.Series;
            text.Add(family.HeaderFor(openMetrics));
            foreach (MetricSeries each in series)
                text.Add(each.Text(openMetrics));
        }

        if (openMetrics)
            text.Add("# EOF\n"u8.ToArray());
        return text;
    }

    private TFamily Add<TFamily>(TFamily family)
        where TFamily : MetricFamily
    {
        lock (gate)
        {
            families.Add(family.Name, family);
        }

        return family;
    }
}
