using LlamaOrch.LlamaCpp.Sampling.Automata;

namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>Numbers within bounds, and multiples.</summary>
internal static class NumberGrammar
{
    // What every JSON reader takes as it is.
    private const int DigitsUsual = 15;
    private const int DigitsMax = 40;

    /// <summary>The numbers' text; null where no number is as demanded.</summary>
    public static string? Write(SchemaShape shape, bool isWhole, SchemaContext context)
    {
        NumberRules rules = shape.Numbers;
        List<ExactNumber> excluded = [.. shape.Excluded.Select(ExactNumber.Read).OfType<ExactNumber>()];
        if (rules.IsBlank && excluded.Count == 0 && !isWhole)
            return "number";
        ExactNumber zero = new(0, 0);
        var choices = new List<string>();
        if (rules.Max is not ExactNumber max || max >= zero)
        {
            bool isCut = rules.Min is ExactNumber low && low > zero;
            Add(choices, "", new Side(
                isCut ? rules.Min : null, isCut && rules.IsMinOut,
                rules.Max, rules.IsMaxOut, [.. excluded.Where(number => number >= zero)],
                IsZeroOut: rules.Min == zero && rules.IsMinOut));
        }

        if (rules.Min is not ExactNumber min || min < zero)
        {
            bool isCut = rules.Max is ExactNumber high && high < zero;
            Add(choices, "\"-\" ", new Side(
                isCut ? rules.Max!.Value.Negate() : null, isCut && rules.IsMaxOut,
                rules.Min?.Negate(), rules.IsMinOut,
                [.. excluded.Where(number => number < zero).Select(number => number.Negate())], IsZeroOut: true));
        }

        return choices.Count == 0 ? null : GrammarText.AnyOf(choices);

        void Add(List<string> to, string sign, Side side)
        {
            if (Magnitudes(shape, side, isWhole, context) is { IsEmpty: false } dfa)
                to.Add($"{sign}{AutomatonGrammar.Plain(dfa, context.Rules)}");
        }
    }

    private static Dfa? Magnitudes(SchemaShape shape, in Side side, bool isWhole, SchemaContext context)
    {
        int digits = Math.Max(DigitsUsual, Math.Max(Length(side.Min) + 1, Length(side.Max)));
        if (Length(side.Min) >= DigitsMax)
            context.Hints.Add(shape.Path, "minimum", $"has more than {DigitsMax} digits");
        ExactNumber? min = Length(side.Min) >= DigitsMax ? null : side.Min;
        // Further away than any number is written here: no bound at all.
        ExactNumber? max = Length(side.Max) > DigitsMax ? null : side.Max;
        digits = Math.Min(digits, DigitsMax);
        Dfa dfa = context.Pattern(DecimalPatterns.Any(digits, isWhole));
        if (min is ExactNumber low)
            dfa = context.Both(dfa, context.Pattern(DecimalPatterns.AtLeast(low, side.IsMinOut, digits)));
        if (side.IsZeroOut)
            dfa = context.Both(dfa, context.Pattern("[1-9]"));
        if (max is ExactNumber high)
        {
            if (DecimalPatterns.AtMost(high, side.IsMaxOut) is not string pattern)
                return null;
            dfa = context.Both(dfa, context.Pattern(pattern));
        }

        foreach (ExactNumber number in side.Excluded)
            dfa = context.Both(dfa, context.Pattern(DecimalPatterns.Exactly(number)).Complement());
        foreach ((ExactNumber multiple, string path) in shape.Numbers.Multiples)
        {
            try
            {
                dfa = context.Both(dfa, Multiples.Of(multiple, context.Budget));
            }
            catch (AutomatonException large)
            {
                context.Hints.Add(path, "multipleOf", large.Message);
            }
        }

        return dfa;
    }

    private static int Length(ExactNumber? number) => number?.WholeDigits.Length ?? 0;

    /// <summary>What is demanded of the numbers with one sign, told without it.</summary>
    private readonly record struct Side(
        ExactNumber? Min, bool IsMinOut, ExactNumber? Max, bool IsMaxOut, List<ExactNumber> Excluded, bool IsZeroOut);
}
