namespace LlamaOrch.Hosting.Exposition;

/// <summary>A value as it is now.</summary>
public sealed class GaugeSeries : MetricSeries
{
    private readonly byte[] name;
    private double value;

    internal GaugeSeries(byte[] name, byte[] labels)
        : base(labels) => this.name = name;

    /// <summary>The value now.</summary>
    public double Value => Volatile.Read(ref value);

    /// <summary>Shows a value; safe from any thread.</summary>
    /// <param name="now">Any finite number.</param>
    public void Set(double now)
    {
        if (Interlocked.Exchange(ref value, now) != now)
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
