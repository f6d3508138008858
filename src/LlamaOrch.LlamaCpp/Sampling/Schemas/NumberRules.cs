using System.Numerics;

namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>What a schema demands of numbers.</summary>
internal sealed class NumberRules
{
    /// <summary>The lower bound; null is none.</summary>
    public ExactNumber? Min { get; private set; }

    /// <summary>Whether the lower bound itself is out.</summary>
    public bool IsMinOut { get; private set; }

    /// <summary>The upper bound; null is none.</summary>
    public ExactNumber? Max { get; private set; }

    /// <summary>Whether the upper bound itself is out.</summary>
    public bool IsMaxOut { get; private set; }

    /// <summary>What the number must be a multiple of, with the place that says so.</summary>
    public List<(ExactNumber Value, string Path)> Multiples { get; } = [];

    /// <summary>Whether nothing is demanded.</summary>
    public bool IsBlank => Min is null && Max is null && Multiples.Count == 0;

    /// <summary>Takes a lower bound; the tighter one counts.</summary>
    public void AtLeast(ExactNumber bound, bool isOut)
    {
        int order = Min is ExactNumber known ? bound.CompareTo(known) : 1;
        if (order > 0)
            (Min, IsMinOut) = (bound, isOut);
        else if (order == 0)
            IsMinOut |= isOut;
    }

    /// <summary>Takes an upper bound; the tighter one counts.</summary>
    public void AtMost(ExactNumber bound, bool isOut)
    {
        int order = Max is ExactNumber known ? bound.CompareTo(known) : -1;
        if (order < 0)
            (Max, IsMaxOut) = (bound, isOut);
        else if (order == 0)
            IsMaxOut |= isOut;
    }

    /// <summary>Whether a number is as demanded.</summary>
    public bool Allow(ExactNumber number) =>
        (Min is not ExactNumber min || (IsMinOut ? number > min : number >= min))
        && (Max is not ExactNumber max || (IsMaxOut ? number < max : number <= max))
        && Multiples.TrueForAll(multiple => IsMultiple(number, multiple.Value));

    private static bool IsMultiple(ExactNumber number, ExactNumber of)
    {
        int scale = Math.Max(number.Scale, of.Scale);
        return BigInteger.Remainder(
            number.Units * BigInteger.Pow(10, scale - number.Scale),
            of.Units * BigInteger.Pow(10, scale - of.Scale)).IsZero;
    }
}
