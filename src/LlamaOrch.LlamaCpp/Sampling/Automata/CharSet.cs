namespace LlamaOrch.LlamaCpp.Sampling.Automata;

/// <summary>A set of Unicode code points, as sorted ranges that do not touch.</summary>
internal sealed class CharSet
{
    private const int Last = 0x10FFFF;

    private CharSet(IReadOnlyList<CharRange> ranges) => Ranges = ranges;

    /// <summary>
    /// Every character that text should hold: no surrogates, and of the control characters only those that JSON has a
    /// short escape for. A model has no use for the others, and readers reject many of them.
    /// </summary>
    public static CharSet Any { get; } = Of(
        new(0x08, 0x0A), new(0x0C, 0x0D), new(0x20, 0x7E), new(0x80, 0xD7FF), new(0xE000, Last));

    /// <summary>What <c>\d</c> stands for.</summary>
    public static CharSet Digit { get; } = Of(new CharRange('0', '9'));

    /// <summary>What <c>\w</c> stands for.</summary>
    public static CharSet Word { get; } = Of(new('0', '9'), new('A', 'Z'), new('_', '_'), new('a', 'z'));

    /// <summary>What <c>\s</c> stands for.</summary>
    public static CharSet Space { get; } = Of(
        new(0x09, 0x0D), new(' ', ' '), new(0xA0, 0xA0), new(0x1680, 0x1680), new(0x2000, 0x200A),
        new(0x2028, 0x2029), new(0x202F, 0x202F), new(0x205F, 0x205F), new(0x3000, 0x3000), new(0xFEFF, 0xFEFF));

    /// <summary>What <c>.</c> stands for: everything but the ends of lines.</summary>
    public static CharSet Dot { get; } = Any.Except(
        Of(new CharRange('\n', '\n'), new CharRange('\r', '\r'), new CharRange(0x2028, 0x2029)));

    /// <summary>The ranges in order.</summary>
    public IReadOnlyList<CharRange> Ranges { get; }

    /// <summary>Whether the set holds nothing.</summary>
    public bool IsEmpty => Ranges.Count == 0;

    /// <summary>A set of any ranges; they may overlap.</summary>
    public static CharSet Of(params IEnumerable<CharRange> ranges)
    {
        var merged = new List<CharRange>();
        foreach (CharRange range in ranges.OrderBy(range => range.Low))
        {
            if (merged.Count > 0 && range.Low <= merged[^1].High + 1)
                merged[^1] = merged[^1] with { High = Math.Max(merged[^1].High, range.High) };
            else
                merged.Add(range);
        }

        return new CharSet(merged);
    }

    /// <summary>Everything in either set.</summary>
    public CharSet Union(CharSet other) => Of(Ranges.Concat(other.Ranges));

    /// <summary>What is in this set and not in the other.</summary>
    public CharSet Except(CharSet other)
    {
        var left = new List<CharRange>();
        foreach (CharRange range in Ranges)
        {
            int low = range.Low;
            foreach (CharRange cut in other.Ranges.Where(cut => cut.High >= range.Low && cut.Low <= range.High))
            {
                if (cut.Low > low)
                    left.Add(new CharRange(low, cut.Low - 1));
                low = cut.High + 1;
            }

            if (low <= range.High)
                left.Add(new CharRange(low, range.High));
        }

        return new CharSet(left);
    }

    /// <summary>What is in both sets.</summary>
    public CharSet Intersect(CharSet other) => Except(Except(other));

    /// <summary>Every character of <see cref="Any"/> that is not in this set.</summary>
    public CharSet Complement() => Any.Except(this);

    /// <summary>Whether the code point is in the set.</summary>
    public bool Contains(int point) => Ranges.Any(range => range.Low <= point && point <= range.High);
}
