using System.Text.Json;

namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>Reads the keywords of one schema that only mean something together.</summary>
internal static class SchemaParts
{
    private const int PropertiesMax = 512;

    /// <summary>Takes what the schema says of items.</summary>
    public static void AddArray(SchemaNode node, ArrayRules rules)
    {
        if (node.Json.TryGetProperty("unevaluatedItems", out JsonElement unevaluated))
            rules.Unevaluated = node.Child(unevaluated, "unevaluatedItems");
        IReadOnlyList<SchemaNode> first = [];
        string rest = "items";
        bool hasItems = node.Json.TryGetProperty("items", out JsonElement items);
        if (node.Json.TryGetProperty("prefixItems", out JsonElement prefix))
            first = Each(prefix, "prefixItems");
        else if (hasItems && items.ValueKind == JsonValueKind.Array)
            (first, rest) = (Each(items, "items"), "additionalItems");
        bool hasRest = node.Json.TryGetProperty(rest, out JsonElement further);
        if (first.Count > 0 || hasRest)
            rules.Parts.Add((first, hasRest ? node.Child(further, rest) : null));

        IReadOnlyList<SchemaNode> Each(JsonElement list, string keyword) =>
            [.. node.List(list, keyword).Select((item, index) => node.Child(item, $"{keyword}/{index}"))];
    }

    /// <summary>Takes what the schema says of properties.</summary>
    public static void AddObject(SchemaNode node, ObjectRules rules)
    {
        if (node.Json.TryGetProperty("unevaluatedProperties", out JsonElement unevaluated))
            rules.Unevaluated = node.Child(unevaluated, "unevaluatedProperties");
        IReadOnlyList<(string Name, SchemaNode Value)> properties = Each("properties");
        IReadOnlyList<(string Name, SchemaNode Value)> patterns = Each("patternProperties");
        bool hasFurther = node.Json.TryGetProperty("additionalProperties", out JsonElement further);
        if (properties.Count > PropertiesMax)
            throw new SchemaException(node.Path, $"'properties' has more than {PropertiesMax}");
        if (properties.Count > 0 || patterns.Count > 0 || hasFurther)
        {
            rules.Parts.Add(new ObjectPart(
                properties, patterns, hasFurther ? node.Child(further, "additionalProperties") : null));
        }

        IReadOnlyList<(string Name, SchemaNode Value)> Each(string keyword)
        {
            if (!node.Json.TryGetProperty(keyword, out JsonElement members))
                return [];
            return [.. node.Members(members, keyword).Select(member =>
            {
                string name = SchemaKeywords.NameOf(member, node.Path);
                return (name, node.Child(member.Value, $"{keyword}/{name}"));
            })];
        }
    }
}
