namespace LlamaOrch.Hosting.Exposition;

/// <summary>The series of one name by the values of their labels.</summary>
public abstract class LabeledFamily<TSeries> : MetricFamily
    where TSeries : MetricSeries
{
    private readonly Lock gate = new();
    private readonly Dictionary<LabelValues, TSeries> series = [];
    private readonly List<SeriesPage> pages = [];
    private SeriesPage[]? all;

    private protected LabeledFamily(string name, string kind, string help, string[] labels)
        : base(name, kind, help, labels)
    {
    }

    /// <summary>
    /// The series with these values, at zero when it is new. To be held by whoever needs it often. Values must come
    /// from a closed set or be ids of what was authenticated: each new one costs memory until it is removed.
    /// </summary>
    /// <exception cref="ArgumentException">The number of values is not that of the labels.</exception>
    public TSeries WithLabels(params string[] values)
    {
        if (values.Length != LabelNames.Count)
            throw new ArgumentException($"{Name} has {LabelNames.Count} labels, not {values.Length}.", nameof(values));
        var key = new LabelValues(values);
        lock (gate)
        {
            if (!series.TryGetValue(key, out TSeries? found))
            {
                series[key] = found = Create(key.ToText(LabelNames));
                Place(found);
            }

            return found;
        }
    }

    /// <summary>Takes a series out of the exposition; one that is not there is fine.</summary>
    public void RemoveLabelled(params string[] values)
    {
        lock (gate)
        {
            if (!series.Remove(new LabelValues(values), out TSeries? removed))
                return;
            SeriesPage page = removed.Page!;
            page.Remove(removed);
            if (page.IsEmpty && pages.Remove(page))
                all = null;
        }
    }

    internal override IReadOnlyList<SeriesPage> Pages
    {
        get
        {
            lock (gate)
            {
                return all ??= [.. pages];
            }
        }
    }

    private protected abstract TSeries Create(byte[] labels);

    private void Place(TSeries added)
    {
        if (pages.Count > 0 && pages[^1].TryAdd(added))
            return;
        var page = new SeriesPage();
        page.TryAdd(added);
        pages.Add(page);
        all = null;
    }
}
