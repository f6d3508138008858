using System.Globalization;

namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>Whole numbers between two bounds as a grammar over their digits.</summary>
internal static class WholeNumbers
{
    /// <summary>The largest magnitude: what every JSON reader takes as it is.</summary>
    public const long Largest = 999_999_999_999_999;

    /// <summary>The numbers from <paramref name="min"/> to <paramref name="max"/>, both included.</summary>
    public static string Between(long min, long max)
    {
        var choices = new List<string>();
        if (min < 0)
            choices.Add($"\"-\" {Magnitudes(Math.Max(1, -max), -min)}");
        if (max >= 0)
            choices.Add(Magnitudes(Math.Max(0, min), max));
        return GrammarText.AnyOf(choices);
    }

    private static string Magnitudes(long min, long max)
    {
        var choices = new List<string>();
        long first = 0;
        for (long next = 10; first <= max; first = next, next *= 10)
        {
            long low = Math.Max(min, first);
            long high = Math.Min(max, next - 1);
            if (low <= high)
                choices.Add(SameLength(Digits(low), Digits(high)));
        }

        return GrammarText.AnyOf(choices);
    }

    /// <summary>Digit by digit: what is between the first digits is free behind them.</summary>
    private static string SameLength(string low, string high)
    {
        if (low == high)
            return GrammarText.Literal(low);
        if (low[0] == high[0])
            return $"\"{low[0]}\" {SameLength(low[1..], high[1..])}";
        (char from, char to) = (low[0], high[0]);
        (string lowRest, string highRest) = (low[1..], high[1..]);
        var choices = new List<string>();
        if (lowRest.Any(digit => digit != '0'))
            choices.Add($"\"{from++}\" {SameLength(lowRest, new string('9', lowRest.Length))}");
        bool isHighCut = highRest.Any(digit => digit != '9');
        if (isHighCut)
            to--;
        if (from <= to)
            choices.Add(lowRest.Length == 0 ? $"[{from}-{to}]" : $"[{from}-{to}] [0-9]{{{lowRest.Length}}}");
        if (isHighCut)
            choices.Add($"\"{high[0]}\" {SameLength(new string('0', highRest.Length), highRest)}");
        return GrammarText.AnyOf(choices);
    }

    private static string Digits(long number) => number.ToString(CultureInfo.InvariantCulture);
}
