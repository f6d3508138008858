using LlamaOrch.LlamaCpp.Sampling.Automata;

namespace LlamaOrch.LlamaCpp.Sampling.Patterns;

/// <summary>What stands behind a backslash in a regular expression.</summary>
internal static class PatternEscape
{
    /// <summary>The characters that it stands for; the backslash is taken already.</summary>
    /// <exception cref="AutomatonException">It is unknown, or stands for no characters.</exception>
    public static CharSet Read(ref PatternScanner scanner, bool isInClass)
    {
        int point = scanner.Take();
        return point switch
        {
            'd' => CharSet.Digit,
            'D' => CharSet.Digit.Complement(),
            'w' => CharSet.Word,
            'W' => CharSet.Word.Complement(),
            's' => CharSet.Space,
            'S' => CharSet.Space.Complement(),
            'p' => PatternCategory.Read(ref scanner),
            'P' => PatternCategory.Read(ref scanner).Complement(),
            'n' => One('\n'),
            'r' => One('\r'),
            't' => One('\t'),
            'f' => One('\f'),
            'v' => One('\v'),
            'b' when isInClass => One('\b'),
            'b' or 'B' => throw new AutomatonException("asks for the boundary of a word"),
            'k' or (>= '1' and <= '9') => throw new AutomatonException("refers back to a group"),
            '0' => One(0),
            'c' => One(scanner.Take() % 32),
            'x' => One(scanner.TakeHex(2)),
            'u' => One(Unicode(ref scanner)),
            (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') => throw new AutomatonException(
                $"has the escape '\\{(char)point}', which ECMA 262 does not have"),
            _ => One(point),
        };
    }

    private static CharSet One(int point) => CharSet.Of(new CharRange(point, point));

    private static int Unicode(ref PatternScanner scanner)
    {
        if (scanner.TryTake("{"))
        {
            string digits = scanner.TakeUntil('}');
            bool isPoint = int.TryParse(
                digits, System.Globalization.NumberStyles.AllowHexSpecifier, null, out int point)
                && point is >= 0 and <= 0x10FFFF;
            return isPoint ? point : throw new AutomatonException("has an escape that is no character");
        }

        int unit = scanner.TakeHex(4);
        if (!char.IsHighSurrogate((char)unit) || !scanner.TryTake("\\u"))
            return unit;
        int low = scanner.TakeHex(4);
        return char.IsLowSurrogate((char)low)
            ? char.ConvertToUtf32((char)unit, (char)low)
            : throw new AutomatonException("has half of a surrogate pair");
    }
}
