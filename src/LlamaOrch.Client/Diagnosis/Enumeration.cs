namespace LlamaOrch.Client.Diagnosis;

/// <summary>Names within a sentence: all of a few, and the number of the rest.</summary>
public static class Enumeration
{
    // What fits into two lines of a terminal.
    private const int NamedMax = 8;

    /// <summary>Such as <c>a, b, c</c>, or <c>a, b, c, d, e, f, g, h and 12 more</c>.</summary>
    /// <param name="names">The names, in the order in which they are to be read.</param>
    public static string Of(IReadOnlyCollection<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return names.Count <= NamedMax
            ? string.Join(", ", names)
            : $"{string.Join(", ", names.Take(NamedMax))} and {names.Count - NamedMax} more";
    }
}
