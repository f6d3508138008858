using System.Collections.Concurrent;
using System.Globalization;
using LlamaOrch.LlamaCpp.Sampling.Automata;

namespace LlamaOrch.LlamaCpp.Sampling.Patterns;

/// <summary>Unicode's general categories: <c>\p{L}</c>, <c>\p{Lu}</c> and the like.</summary>
internal static class PatternCategory
{
    private static readonly Dictionary<string, UnicodeCategory[]> Categories = new()
    {
        ["L"] = [UnicodeCategory.UppercaseLetter, UnicodeCategory.LowercaseLetter, UnicodeCategory.TitlecaseLetter,
            UnicodeCategory.ModifierLetter, UnicodeCategory.OtherLetter],
        ["Lu"] = [UnicodeCategory.UppercaseLetter],
        ["Ll"] = [UnicodeCategory.LowercaseLetter],
        ["M"] = [UnicodeCategory.NonSpacingMark, UnicodeCategory.SpacingCombiningMark, UnicodeCategory.EnclosingMark],
        ["N"] = [UnicodeCategory.DecimalDigitNumber, UnicodeCategory.LetterNumber, UnicodeCategory.OtherNumber],
        ["Nd"] = [UnicodeCategory.DecimalDigitNumber],
        ["P"] = [UnicodeCategory.ConnectorPunctuation, UnicodeCategory.DashPunctuation,
            UnicodeCategory.OpenPunctuation, UnicodeCategory.ClosePunctuation,
            UnicodeCategory.InitialQuotePunctuation, UnicodeCategory.FinalQuotePunctuation,
            UnicodeCategory.OtherPunctuation],
        ["S"] = [UnicodeCategory.MathSymbol, UnicodeCategory.CurrencySymbol, UnicodeCategory.ModifierSymbol,
            UnicodeCategory.OtherSymbol],
        ["Sc"] = [UnicodeCategory.CurrencySymbol],
        ["Z"] = [UnicodeCategory.SpaceSeparator, UnicodeCategory.LineSeparator, UnicodeCategory.ParagraphSeparator],
    };

    private static readonly ConcurrentDictionary<string, CharSet> Sets = new();

    /// <summary>The characters of the category that stands in braces next.</summary>
    /// <exception cref="AutomatonException">It is none of these.</exception>
    public static CharSet Read(ref PatternScanner scanner)
    {
        if (!scanner.TryTake("{"))
            throw new AutomatonException("has a property without its braces");
        string name = scanner.TakeUntil('}');
        return Categories.TryGetValue(name, out UnicodeCategory[]? categories)
            ? Sets.GetOrAdd(name, static (_, wanted) => SetOf(wanted), categories)
            : throw new AutomatonException($"asks for Unicode's property '{name}'");
    }

    private static CharSet SetOf(UnicodeCategory[] categories)
    {
        var ranges = new List<CharRange>();
        foreach (CharRange range in CharSet.Any.Ranges)
        {
            for (int point = range.Low; point <= range.High; point++)
            {
                if (!categories.Contains(CharUnicodeInfo.GetUnicodeCategory(point)))
                    continue;
                if (ranges.Count > 0 && ranges[^1].High == point - 1)
                    ranges[^1] = ranges[^1] with { High = point };
                else
                    ranges.Add(new CharRange(point, point));
            }
        }

        return CharSet.Of(ranges);
    }
}
