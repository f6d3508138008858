namespace LlamaOrch.Hosting.Exposition;

/// <summary>A count that only grows.</summary>
public sealed class CounterSeries : MetricSeries
{
    private readonly byte[] name;
    private long value;

    internal CounterSeries(byte[] name, byte[] labels)
        : base(labels) => this.name = name;

    /// <summary>The count now.</summary>
    public long Value => Volatile.Read(ref value);

    /// <summary>Counts; safe from any thread.</summary>
    /// <param name="count">From 0.</param>
    public void Inc(long count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count == 0)
            return;
        Interlocked.Add(ref value, count);
        Changed();
    }

    internal override int TextBytesMax => SampleLine.BytesMax(name, Labels);

    internal override void Write(ref LineWriter line, bool withExemplars)
    {
        SampleLine.Begin(ref line, name, Labels);
        line.Append(Value);
        line.Append("\n"u8);
    }
}
