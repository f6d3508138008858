using LlamaOrch.LlamaCpp.Sampling.Automata;

namespace LlamaOrch.LlamaCpp.Sampling.Patterns;

/// <summary>A class of characters in brackets.</summary>
internal static class PatternClass
{
    /// <summary>The characters; the opening bracket is taken already.</summary>
    /// <exception cref="AutomatonException">It is malformed.</exception>
    public static CharSet Read(ref PatternScanner scanner)
    {
        bool isNegative = scanner.TryTake("^");
        var ranges = new List<CharRange>();
        while (!scanner.TryTake("]"))
        {
            CharSet first = One(ref scanner);
            if (scanner.Peek() != '-' || !IsOne(first))
            {
                ranges.AddRange(first.Ranges);
                continue;
            }

            scanner.TryTake("-");
            if (scanner.Peek() == ']')
            {
                ranges.AddRange(first.Ranges);
                ranges.Add(new CharRange('-', '-'));
                continue;
            }

            CharSet last = One(ref scanner);
            if (!IsOne(last))
            {
                ranges.AddRange(first.Ranges.Append(new CharRange('-', '-')).Concat(last.Ranges));
                continue;
            }

            if (last.Ranges[0].Low < first.Ranges[0].Low)
                throw new AutomatonException("has a range with its ends in the wrong order");
            ranges.Add(new CharRange(first.Ranges[0].Low, last.Ranges[0].Low));
        }

        var set = CharSet.Of(ranges);
        return isNegative ? set.Complement() : set;
    }

    private static bool IsOne(CharSet set) => set.Ranges is [{ } range] && range.Low == range.High;

    private static CharSet One(ref PatternScanner scanner)
    {
        if (scanner.TryTake("\\"))
            return PatternEscape.Read(ref scanner, isInClass: true);
        int point = scanner.Take();
        return CharSet.Of(new CharRange(point, point));
    }
}
