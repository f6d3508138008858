using System.Text.Json;
using LlamaOrch.LlamaCpp.Sampling.Automata;
using LlamaOrch.LlamaCpp.Sampling.Patterns;

namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>Strings: free ones, of a length, of a format, or that match expressions.</summary>
internal static class StringGrammar
{
    // Where a length and an expression need too many states together, a shorter length may do: whoever asks for at
    // most 2,083 characters is served by texts of at most this many.
    private const int LengthEnough = 256;

    /// <summary>The strings' text; null where no string is as demanded.</summary>
    public static string? Write(SchemaShape shape, SchemaContext context)
    {
        StringRules rules = shape.Strings;
        if (rules.Max < rules.Min)
            return null;
        Dfa? language = Language(shape, context);
        if (language is null)
        {
            return $"\"\\\"\" {GrammarText.Repeat("char", rules.Min, rules.Max, context.Rules)} \"\\\"\"";
        }

        // Ten properties of one format are ten times the same rules.
        string key = string.Join('\n', [
            $"{rules.Min} {rules.Max}", .. rules.Patterns.Select(one => $"{one.IsNegative} {one.Pattern}"),
            .. rules.Formats.Select(one => one.Name), .. shape.Excluded.Select(value => value.GetRawText())]);
        return context.Once(key, () => WithLength(language, shape, context) is { IsEmpty: false } sized
            ? AutomatonGrammar.Quoted(sized, context.Rules)
            : null);
    }

    /// <summary>The strings without regard to their length; null where all are allowed.</summary>
    public static Dfa? Language(SchemaShape shape, SchemaContext context)
    {
        Dfa? language = null;
        foreach ((string pattern, bool isNegative, string path) in shape.Strings.Patterns)
            language = With(language, pattern, isNegative, (path, "pattern"), context);
        foreach (JsonElement value in shape.Excluded.Where(value => value.ValueKind == JsonValueKind.String))
        {
            string literal = PatternText.Literal(SchemaNode.Text(value, shape.Path));
            language = With(language, $"^(?:{literal})$", isNegative: true, (shape.Path, "not"), context);
        }

        foreach ((string name, string path) in shape.Strings.Formats)
        {
            if (StringFormats.IsSilent(name))
                continue;
            if (StringFormats.Pattern(name) is not string pattern)
            {
                // Exporters write such a name beside the expression that says what it means.
                if (shape.Strings.Patterns.Count == 0)
                    context.Hints.Add(path, "format", $"names '{name}', which is no format that is known here");
                continue;
            }

            Dfa? both = With(language, pattern, isNegative: false, (path, "format"), context);
            if (both is { IsEmpty: true } && language is { IsEmpty: false })
                context.Hints.Add(path, "format", "has nothing in common with 'pattern' that is known here");
            else
                language = both;
        }

        return language;
    }

    /// <summary>The strings of these that are as long as demanded.</summary>
    public static Dfa WithLength(Dfa language, SchemaShape shape, SchemaContext context)
    {
        (int min, int? max) = (shape.Strings.Min, shape.Strings.Max);
        if (min == 0 && max is null or SchemaNode.CountMax)
            return language;
        foreach (int? length in (int?[])[max, max > LengthEnough && min < LengthEnough ? LengthEnough : null])
        {
            try
            {
                if (length is not null || max is null)
                    return context.Both(language, Dfa.OfLength(min, length));
            }
            catch (AutomatonException)
            {
                // The next length is shorter.
            }
        }

        context.Hints.Add(
            shape.Path, max is null ? "minLength" : "maxLength", "needs too many states beside 'pattern' or 'format'");
        return language;
    }

    private static Dfa? With(
        Dfa? language, string pattern, bool isNegative, (string Path, string Keyword) place, SchemaContext context)
    {
        try
        {
            Dfa other = context.Pattern(pattern);
            if (isNegative)
                other = other.Complement();
            return language is null ? other : context.Both(language, other);
        }
        catch (AutomatonException unable)
        {
            context.Hints.Add(place.Path, place.Keyword, unable.Message);
            return language;
        }
    }
}
