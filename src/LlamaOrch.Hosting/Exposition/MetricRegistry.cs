namespace LlamaOrch.Hosting.Exposition;

/// <summary>
/// The metrics of one daemon: several daemons share a process in the home profile, and each has its own. Made for
/// thousands of series that are scraped every few seconds (<c>docs/adr/0008-own-exposition.md</c>).
/// </summary>
public sealed class MetricRegistry
{
    private static readonly TextPart End = new("# EOF\n"u8.ToArray());

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
    /// <param name="openMetrics">In OpenMetrics instead of the older format.</param>
    /// <param name="isGzip">As a gzip stream.</param>
    public ScrapeText Collect(bool openMetrics, bool isGzip = false)
    {
        fill?.Invoke();
        var text = new ScrapeText(isGzip);
        foreach (MetricFamily family in Families)
        {
            text.Add(family.HeaderFor(openMetrics));
            foreach (SeriesPage page in family.Pages)
                text.Add(page.Text(openMetrics));
        }

        if (openMetrics)
            text.Add(End);
        text.Complete();
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
