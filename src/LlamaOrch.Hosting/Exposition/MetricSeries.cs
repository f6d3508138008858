namespace LlamaOrch.Hosting.Exposition;

/// <summary>One series, or the lines of one histogram.</summary>
public abstract class MetricSeries
{
    private protected MetricSeries(byte[] labels) => Labels = labels;

    /// <summary>Where it stands in the exposition; null before it does.</summary>
    internal SeriesPage? Page { get; set; }

    /// <summary>Upper bound of its lines' length, bytes.</summary>
    internal abstract int TextBytesMax { get; }

    /// <summary>Whether OpenMetrics shows more of it than the older format.</summary>
    internal virtual bool HasExemplars => false;

    /// <summary>The labels as they are exposed, without braces; empty for none.</summary>
    private protected byte[] Labels { get; }

    /// <summary>Writes its lines.</summary>
    internal abstract void Write(ref LineWriter line, bool withExemplars);

    /// <summary>To be called after each change, which must be a full fence.</summary>
    private protected void Changed() => Page?.Changed();
}
