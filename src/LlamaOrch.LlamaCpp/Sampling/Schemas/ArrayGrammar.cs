using System.Text.Json;

namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>Arrays: of one kind of items, or of a fixed list of them.</summary>
internal static class ArrayGrammar
{
    private const int ItemsMax = 1000;

    /// <summary>The array's text.</summary>
    public static string Write(SchemaNode node, JsonSchemaGrammar grammar)
    {
        int min = node.Count("minItems", ItemsMax) ?? 0;
        int? max = node.Count("maxItems", ItemsMax);
        if (max < min)
            throw new SchemaException(node.Path, "'maxItems' is below 'minItems'");
        if (node.Has("prefixItems", out _))
            return Tuple(node, grammar, min, max);
        if (max == 0)
            return "\"[]\"";
        string item = node.Has("items", out JsonElement items) ? grammar.Value(node.Child(items, "items")) : "any";
        string further = $"( \",\" gap {item} ){GrammarText.Times(Math.Max(0, min - 1), max - 1)}";
        return min == 0
            ? $"\"[\" ( {item} {further} )? \"]\""
            : $"\"[\" {item} {further} \"]\"";
    }

    private static string Tuple(SchemaNode node, JsonSchemaGrammar grammar, int min, int? max)
    {
        IReadOnlyList<JsonElement> parts = node.List("prefixItems");
        bool isClosed = !node.Has("items", out JsonElement further) || further.ValueKind == JsonValueKind.False;
        if (!isClosed || min > parts.Count || max < parts.Count)
        {
            throw new SchemaException(
                node.Path, "'prefixItems' is supported as the whole list, without further items");
        }

        return $"\"[\" {string.Join(" \",\" gap ",
            parts.Select((part, index) => grammar.Value(node.Child(part, $"prefixItems/{index}"))))} \"]\"";
    }
}
