using LlamaOrch.Hosting.Correlation;

namespace LlamaOrch.Hosting.Exposition;

/// <summary>
/// Observations counted by buckets. Each is counted in one of them; the cumulative counts of the exposition, and the
/// total, are sums of these, so they agree with each other at any moment.
/// </summary>
public sealed class HistogramSeries : MetricSeries
{
    // The sum is kept in thousandths: adding whole numbers takes one instruction, however many cores add.
    private const double SumSteps = 1000;

    private readonly HistogramText text;
    private readonly double[] bounds;
    private readonly long[] counts;
    private Exemplar?[]? exemplars;
    private long sum;

    internal HistogramSeries(HistogramText text, double[] bounds, byte[] labels)
        : base(labels) => (this.text, this.bounds, counts) = (text, bounds, new long[bounds.Length + 1]);

    /// <summary>How many observations there were.</summary>
    public long Count
    {
        get
        {
            long total = 0;
            for (int index = 0; index < counts.Length; index++)
                total += Volatile.Read(ref counts[index]);
            return total;
        }
    }

    /// <summary>Counts an observation; safe from any thread. The sum is exact to a thousandth of each.</summary>
    public void Observe(double value)
    {
        Interlocked.Add(ref sum, (long)Math.Round(value * SumSteps));
        Interlocked.Increment(ref counts[BucketOf(value)]);
        Changed();
    }

    /// <summary>Counts an observation of a request; of one that is recorded, its bucket shows the trace.</summary>
    public void Observe(double value, in TraceParent trace)
    {
        Observe(value);
        if (!trace.IsSampled)
            return;
        if (exemplars is null)
            Interlocked.CompareExchange(ref exemplars, new Exemplar?[counts.Length], null);
        Interlocked.Exchange(ref exemplars[BucketOf(value)], new Exemplar(trace, value));
        Changed();
    }

    internal override bool HasExemplars => exemplars is not null;

    internal override int TextBytesMax
    {
        get
        {
            int line = text.Bucket.Length + Labels.Length + LineWriter.NumberBytesMax + 1;
            int exemplar = HasExemplars ? Exemplar.TextBytesMax : 0;
            return (line * (counts.Length + 2)) + (exemplar * counts.Length) + text.Bounds.Sum(bound => bound.Length)
                + SampleLine.BytesMax(text.Sum, Labels);
        }
    }

    internal override void Write(ref LineWriter line, bool withExemplars)
    {
        Exemplar?[]? shown = withExemplars ? exemplars : null;
        long total = 0;
        for (int index = 0; index < counts.Length; index++)
        {
            total += Volatile.Read(ref counts[index]);
            line.Append(text.Bucket);
            line.Append(Labels);
            line.Append(text.Bounds[index]);
            line.Append(total);
            if (shown is not null)
                Volatile.Read(ref shown[index])?.Write(ref line);
            line.Append("\n"u8);
        }

        SampleLine.Begin(ref line, text.Sum, Labels);
        line.Append(Volatile.Read(ref sum) / SumSteps);
        line.Append("\n"u8);
        SampleLine.Begin(ref line, text.Count, Labels);
        line.Append(total);
        line.Append("\n"u8);
    }

    private int BucketOf(double value)
    {
        int bucket = 0;
        while (bucket < bounds.Length && value > bounds[bucket])
            bucket++;
        return bucket;
    }
}
