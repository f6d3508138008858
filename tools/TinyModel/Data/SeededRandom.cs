namespace LlamaOrch.Tools.TinyModel.Data;

/// <summary>SplitMix64: unlike <see cref="Random"/> its sequence is fixed for ever, so a seed always remakes
/// the same data and tokenizer, on any runtime.</summary>
public sealed class SeededRandom(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next 64 random bits.</summary>
    public ulong NextBits()
    {
        _state += 0x9E3779B97F4A7C15UL;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>A number in [0, bound).</summary>
    public int Below(int bound) => (int)(NextBits() % (ulong)bound);

    /// <summary>A number in [0, 1).</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>True with the given probability.</summary>
    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>One of the items, each equally likely.</summary>
    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>One of the items that is not <paramref name="except"/>.</summary>
    public T PickOther<T>(IReadOnlyList<T> items, T except)
    {
        T picked = Pick(items);
        while (EqualityComparer<T>.Default.Equals(picked, except))
        {
            picked = Pick(items);
        }

        return picked;
    }

    /// <summary>A normally distributed number (Box-Muller) with mean 0 and the given deviation.</summary>
    public float NextGaussian(double deviation)
    {
        double radius = Math.Sqrt(-2 * Math.Log(1 - NextDouble()));
        return (float)(deviation * radius * Math.Cos(2 * Math.PI * NextDouble()));
    }
}
