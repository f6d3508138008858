using System.Globalization;
using System.Numerics;

namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>Numbers without a sign, above or below a bound, as regular expressions over their digits.</summary>
internal static class DecimalPatterns
{
    /// <summary>Digits behind a point at most.</summary>
    public const int FractionMax = 15;

    private const string AnyFraction = "(?:\\.[0-9]+)?";

    /// <summary>Any number of up to so many digits before its point.</summary>
    public static string Any(int digits, bool isWhole) =>
        $"^(?:0|[1-9][0-9]{{0,{digits - 1}}}){(isWhole ? "" : $"(?:\\.[0-9]{{1,{FractionMax}}})?")}$";

    /// <summary>Numbers from the bound on; <paramref name="digits"/> as for <see cref="Any"/>.</summary>
    public static string AtLeast(ExactNumber bound, bool isOut, int digits)
    {
        string whole = bound.WholeDigits;
        string fraction = bound.FractionDigits;
        BigInteger above = BigInteger.Parse(whole, CultureInfo.InvariantCulture) + 1;
        string larger = Between(above, BigInteger.Pow(10, digits) - 1);
        var same = new List<string>();
        for (int i = 0; i < fraction.Length; i++)
        {
            if (fraction[i] < '9')
                same.Add($"{fraction[..i]}[{(char)(fraction[i] + 1)}-9][0-9]*");
        }

        same.Add(isOut ? $"{fraction}[0-9]*[1-9][0-9]*" : $"{fraction}[0-9]*");
        string exact = $"{whole}\\.(?:{string.Join('|', same)})";
        // Without a fraction of its own the bound may stand as it is.
        string bare = fraction.Length == 0 && !isOut ? $"|{whole}" : "";
        return $"^(?:{(larger.Length == 0 ? "" : $"{larger}{AnyFraction}|")}{exact}{bare})$";
    }

    /// <summary>Numbers up to the bound; null where there are none.</summary>
    public static string? AtMost(ExactNumber bound, bool isOut)
    {
        string whole = bound.WholeDigits;
        string fraction = bound.FractionDigits;
        BigInteger below = BigInteger.Parse(whole, CultureInfo.InvariantCulture) - 1;
        var choices = new List<string>();
        if (below.Sign >= 0)
            choices.Add($"{Between(BigInteger.Zero, below)}{AnyFraction}");
        if (fraction.Length > 0)
        {
            choices.Add(whole);
            for (int i = 0; i < fraction.Length; i++)
            {
                if (i > 0)
                    choices.Add($"{whole}\\.{fraction[..i]}");
                if (fraction[i] > '0')
                    choices.Add($"{whole}\\.{fraction[..i]}[0-{(char)(fraction[i] - 1)}][0-9]*");
            }
        }

        if (!isOut)
            choices.Add(fraction.Length == 0 ? $"{whole}(?:\\.0+)?" : $"{whole}\\.{fraction}0*");
        return choices.Count == 0 ? null : $"^(?:{string.Join('|', choices)})$";
    }

    /// <summary>Just this number.</summary>
    public static string Exactly(ExactNumber number) => number.IsWhole
        ? $"^{number.WholeDigits}(?:\\.0*)?$"
        : $"^{number.WholeDigits}\\.{number.FractionDigits}0*$";

    /// <summary>Whole numbers between two, both included; empty where there are none.</summary>
    private static string Between(BigInteger min, BigInteger max)
    {
        var choices = new List<string>();
        BigInteger first = 0;
        for (BigInteger next = 10; first <= max; first = next, next *= 10)
        {
            BigInteger low = BigInteger.Max(min, first);
            BigInteger high = BigInteger.Min(max, next - 1);
            if (low <= high)
                AddSameLength(choices, Digits(low), Digits(high));
        }

        return choices.Count == 0 ? "" : $"(?:{string.Join('|', choices)})";
    }

    /// <summary>Digit by digit: what is between the first ones that differ is free behind them.</summary>
    private static void AddSameLength(List<string> choices, string low, string high)
    {
        int length = low.Length;
        if (low == $"1{new string('0', length - 1)}" && high == new string('9', length))
        {
            choices.Add($"[1-9][0-9]{{{length - 1}}}");
            return;
        }

        choices.Add(low);
        choices.Add(high);
        int same = 0;
        while (same < length && low[same] == high[same])
            same++;
        if (same == length)
            return;
        for (int i = same + 1; i < length; i++)
        {
            if (low[i] < '9')
                choices.Add($"{low[..i]}[{(char)(low[i] + 1)}-9][0-9]{{{length - i - 1}}}");
            if (high[i] > '0')
                choices.Add($"{high[..i]}[0-{(char)(high[i] - 1)}][0-9]{{{length - i - 1}}}");
        }

        if (high[same] - low[same] > 1)
        {
            choices.Add(
                $"{low[..same]}[{(char)(low[same] + 1)}-{(char)(high[same] - 1)}][0-9]{{{length - same - 1}}}");
        }
    }

    private static string Digits(BigInteger number) => number.ToString(CultureInfo.InvariantCulture);
}
