using System.Text.Json;
using LlamaOrch.LlamaCpp.Sampling.Automata;

namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>Which of the values that a schema lists follow what else it demands.</summary>
internal static class SchemaValues
{
    /// <summary>The values' texts; empty where none may come.</summary>
    public static List<string> Write(SchemaShape shape, SchemaContext context) =>
        [.. shape.Values!.Where(value => IsAllowed(value, shape, context)).Select(GrammarText.Json).Distinct()];

    private static bool IsAllowed(JsonElement value, SchemaShape shape, SchemaContext context)
    {
        if (shape.Excluded.Exists(excluded => JsonElement.DeepEquals(excluded, value)))
            return false;
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                return Has(SchemaTypes.Null);
            case JsonValueKind.True or JsonValueKind.False:
                return Has(SchemaTypes.Boolean);
            case JsonValueKind.String:
                return Has(SchemaTypes.String) && IsAllowed(SchemaNode.Text(value, shape.Path), shape, context);
            case JsonValueKind.Number:
                if (ExactNumber.Read(value) is not ExactNumber number)
                    return Has(SchemaTypes.Fraction);
                return Has(number.IsWhole ? SchemaTypes.Integer : SchemaTypes.Fraction) && shape.Numbers.Allow(number);
            case JsonValueKind.Array:
                if (!shape.Arrays.IsBlank)
                    context.Hints.Add(shape.Path, "enum", "lists arrays of which the schema demands something else");
                return Has(SchemaTypes.Array);
            default:
                if (!shape.Objects.IsBlank)
                    context.Hints.Add(shape.Path, "enum", "lists objects of which the schema demands something else");
                return Has(SchemaTypes.Object);
        }

        bool Has(SchemaTypes type) => (shape.Types & type) != 0;
    }

    private static bool IsAllowed(string text, SchemaShape shape, SchemaContext context)
    {
        int length = text.EnumerateRunes().Count();
        if (length < shape.Strings.Min || length > (shape.Strings.Max ?? int.MaxValue))
            return false;
        Dfa? language = StringGrammar.Language(shape, context);
        return language is null || language.Accepts(text);
    }
}
