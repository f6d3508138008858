namespace LlamaOrch.Simulation.Tests.World;

/// <summary>
/// Random numbers that are the same for a seed on every runtime: SplitMix64, so that a seed found today replays after
/// an upgrade.
/// </summary>
internal sealed class SeededRandom(ulong seed)
{
    private ulong state = seed;

    /// <summary>A number from 0 up to, and without, <paramref name="below"/>.</summary>
    public int Below(int below) => (int)(Next() % (ulong)below);

    /// <summary>A number of a range, both ends included.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    /// <summary>A time of a range.</summary>
    public TimeSpan Between(TimeSpan least, TimeSpan most) => least + ((most - least) * Fraction());

    /// <summary>From 0 to 1.</summary>
    public double Fraction() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>True with a probability.</summary>
    public bool Chance(double probability) => probability > 0 && Fraction() < probability;

    /// <summary>One of a list.</summary>
    public T OneOf<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    /// <summary>Another generator, so that what it draws disturbs nobody else's draws.</summary>
    public SeededRandom Fork() => new(Next());

    private ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        ulong mixed = state;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
