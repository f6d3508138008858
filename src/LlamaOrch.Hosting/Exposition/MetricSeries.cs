using System.Buffers;

namespace LlamaOrch.Hosting.Exposition;

/// <summary>
/// One series, or the lines of one histogram. Its text is kept until the value changes, so that a scrape of thousands
/// of series that stand still copies bytes and formats nothing.
/// </summary>
public abstract class MetricSeries
{
    private volatile byte[]? text;
    private int isStale;

    private protected MetricSeries(byte[] labels) => Labels = labels;

    /// <summary>The labels as they are exposed, without braces; empty for none.</summary>
    private protected byte[] Labels { get; }

    /// <summary>Upper bound of the text's length, bytes.</summary>
    private protected abstract int TextBytesMax { get; }

    /// <summary>Whether OpenMetrics shows more of it than the older format.</summary>
    private protected virtual bool HasExemplars => false;

    /// <summary>The exposed lines. The array is never changed: a scrape may hold it while values move on.</summary>
    internal byte[] Text(bool openMetrics)
    {
        if (openMetrics && HasExemplars)
            return Format(withExemplars: true);
        if (text is byte[] known && (Volatile.Read(ref isStale) == 0 || Interlocked.Exchange(ref isStale, 0) == 0))
            return known;
        return text = Format(withExemplars: false);
    }

    /// <summary>
    /// To be called after each change, which must be a full fence: else the text could stay behind it.
    /// </summary>
    private protected void Changed()
    {
        // A flag that is set is not written again, so that cores which count together do not pass the line around.
        if (Volatile.Read(ref isStale) == 0)
            Volatile.Write(ref isStale, 1);
    }

    private protected abstract void Write(ref LineWriter line);

    private protected virtual void WriteWithExemplars(ref LineWriter line) => Write(ref line);

    private byte[] Format(bool withExemplars)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(TextBytesMax);
        var line = new LineWriter(buffer);
        if (withExemplars)
            WriteWithExemplars(ref line);
        else
            Write(ref line);
        byte[] written = buffer.AsSpan(0, line.Length).ToArray();
        ArrayPool<byte>.Shared.Return(buffer);
        return written;
    }
}
