using System.Numerics;
using LlamaOrch.LlamaCpp.Sampling.Automata;
using LlamaOrch.LlamaCpp.Sampling.Patterns;

namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>Multiples of a number as an automaton over their digits, whose state is the remainder.</summary>
internal static class Multiples
{
    private const int RemaindersMax = 1024;
    private const int ScaleMax = 9;

    /// <summary>The multiples, written without a sign.</summary>
    /// <exception cref="AutomatonException">There would be too many remainders.</exception>
    public static Dfa Of(ExactNumber number, AutomatonBudget budget)
    {
        BigInteger units = BigInteger.Abs(number.Units);
        int zeros = 0;
        for (BigInteger rest = units; number.Scale == 0 && BigInteger.Remainder(rest, 10).IsZero; rest /= 10)
            zeros++;
        if (units == BigInteger.Pow(10, zeros) && zeros > 0)
            return PatternCompiler.Compile($"^(?:0|[0-9]+0{{{zeros}}})(?:\\.0+)?$", budget);
        if (units > RemaindersMax || number.Scale > ScaleMax)
            throw new AutomatonException($"has more than {RemaindersMax} remainders");
        return Remainders((int)units, number.Scale);
    }

    /// <summary>State is the remainder of the digits read, and how many of them stand behind the point.</summary>
    private static Dfa Remainders(int modulus, int scale)
    {
        var edges = new List<List<DfaEdge>>();
        var accepting = new List<bool>();
        for (int behind = 0; behind <= scale + 1; behind++)
        {
            for (int rest = 0; rest < modulus; rest++)
            {
                // Before the point is the row 0; row 1 + n has n digits behind it.
                var row = new List<DfaEdge>();
                if (behind == 0 && scale > 0)
                    row.Add(new DfaEdge('.', '.', modulus + rest));
                int next = behind == 0 ? 0 : behind + 1;
                for (int digit = 0; digit < 10 && next <= scale + 1; digit++)
                {
                    int target = (next * modulus) + (((rest * 10) + digit) % modulus);
                    row.Add(new DfaEdge('0' + digit, '0' + digit, target));
                }

                edges.Add(row);
                int missing = behind == 0 ? scale : scale - behind + 1;
                accepting.Add(behind != 1 && BigInteger.Remainder(rest * BigInteger.Pow(10, missing), modulus).IsZero);
            }
        }

        return Dfa.Trim(edges, accepting);
    }
}
