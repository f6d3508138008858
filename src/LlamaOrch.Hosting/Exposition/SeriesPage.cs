using System.Buffers;

namespace LlamaOrch.Hosting.Exposition;

/// <summary>
/// Some series of a family, whose text is made together and kept until one of them changes, so that a scrape of
/// thousands of series that stand still hands over a few hundred texts and formats nothing.
/// </summary>
internal sealed class SeriesPage
{
    // As much as is formatted anew when a single one of its series changes.
    private const int TextBytesMax = 32 * 1024;

    private const int Plain = 0;
    private const int WithExemplars = 1;
    private const int AllStale = (1 << Plain) | (1 << WithExemplars);

    private readonly Lock gate = new();
    private readonly List<MetricSeries> series = [];
    private readonly TextPart?[] texts = new TextPart?[2];
    private int room = TextBytesMax;
    private int stale = AllStale;

    /// <summary>Whether nothing is left of it.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (gate)
            {
                return series.Count == 0;
            }
        }
    }

    /// <summary>Adds a series at its end, where there is room.</summary>
    public bool TryAdd(MetricSeries added)
    {
        lock (gate)
        {
            if (series.Count > 0 && room < added.TextBytesMax)
                return false;
            room -= added.TextBytesMax;
            series.Add(added);
            added.Page = this;
            Changed();
            return true;
        }
    }

    /// <summary>Takes a series out; its room is not used again.</summary>
    public void Remove(MetricSeries removed)
    {
        lock (gate)
        {
            series.Remove(removed);
            Changed();
        }
    }

    /// <summary>
    /// To be called after each change of a series, which must be a full fence: else the text could stay behind it.
    /// </summary>
    public void Changed()
    {
        // What is set is not written again, so that cores which count together do not pass the line around.
        if (Volatile.Read(ref stale) != AllStale)
            Volatile.Write(ref stale, AllStale);
    }

    /// <summary>The lines of its series.</summary>
    public TextPart Text(bool openMetrics)
    {
        lock (gate)
        {
            int kind = openMetrics && HasExemplars() ? WithExemplars : Plain;
            if (texts[kind] is TextPart known && (Volatile.Read(ref stale) & (1 << kind)) == 0)
                return known;
            Interlocked.And(ref stale, ~(1 << kind));
            return texts[kind] = new TextPart(Format(kind == WithExemplars));
        }
    }

    private bool HasExemplars()
    {
        foreach (MetricSeries each in series)
        {
            if (each.HasExemplars)
                return true;
        }

        return false;
    }

    private byte[] Format(bool withExemplars)
    {
        int size = 0;
        foreach (MetricSeries each in series)
            size += each.TextBytesMax;
        byte[] buffer = ArrayPool<byte>.Shared.Rent(size);
        var line = new LineWriter(buffer);
        foreach (MetricSeries each in series)
            each.Write(ref line, withExemplars);
        byte[] written = buffer.AsSpan(0, line.Length).ToArray();
        ArrayPool<byte>.Shared.Return(buffer);
        return written;
    }
}
