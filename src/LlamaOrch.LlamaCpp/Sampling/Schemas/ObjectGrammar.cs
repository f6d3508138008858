using System.Text.Json;

namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>Objects: the properties in the order of the schema, those that are not required maybe left out.</summary>
internal static class ObjectGrammar
{
    private const int PropertiesMax = 512;

    /// <summary>The object's text.</summary>
    public static string Write(in SchemaNode node, JsonSchemaGrammar grammar, SchemaRules rules)
    {
        HashSet<string> required = Required(node);
        List<(string Text, bool IsRequired)> properties = Properties(node, grammar, required);
        if (properties.Count == 0)
            return WithoutProperties(node, grammar);

        // Behind one that was written, each of the rest comes with its comma; so the tails are shared and the grammar
        // grows with the number of properties, not with that of their subsets.
        var tails = new string[properties.Count + 1];
        tails[^1] = "\"\"";
        for (int index = properties.Count - 1; index >= 0; index--)
        {
            (string text, bool isRequired) = properties[index];
            string next = $"\",\" gap {text}";
            tails[index] = rules.Add($"{(isRequired ? next : $"( {next} )?")} {tails[index + 1]}");
        }

        var beginnings = new List<string>();
        for (int index = 0; index < properties.Count; index++)
        {
            beginnings.Add($"{properties[index].Text} {tails[index + 1]}");
            if (properties[index].IsRequired)
                return $"\"{{\" {GrammarText.AnyOf(beginnings)} \"}}\"";
        }

        return $"\"{{\" ( {string.Join(" | ", beginnings)} )? \"}}\"";
    }

    private static List<(string Text, bool IsRequired)> Properties(
        in SchemaNode node, JsonSchemaGrammar grammar, HashSet<string> required)
    {
        var properties = new List<(string, bool)>();
        if (node.Has("properties", out JsonElement all))
        {
            if (all.ValueKind != JsonValueKind.Object)
                throw new SchemaException(node.Path, "'properties' must be an object");
            foreach (JsonProperty property in all.EnumerateObject())
            {
                string value = grammar.Value(node.Child(property.Value, $"properties/{property.Name}"));
                properties.Add((
                    $"{GrammarText.Json(property.Name)} \":\" gap {value}", required.Remove(property.Name)));
            }
        }

        if (properties.Count > PropertiesMax)
            throw new SchemaException(node.Path, $"'properties' has more than {PropertiesMax}");
        return required.Count == 0
            ? properties
            : throw new SchemaException(
                node.Path, $"'required' names '{required.First()}', which 'properties' does not describe");
    }

    private static string WithoutProperties(in SchemaNode node, JsonSchemaGrammar grammar)
    {
        if (!node.Has("additionalProperties", out JsonElement further))
            return "object";
        if (further.ValueKind == JsonValueKind.False)
            return "\"{}\"";
        string value = grammar.Value(node.Child(further, "additionalProperties"));
        string member = $"string \":\" gap {value}";
        return $"\"{{\" ( {member} ( \",\" gap {member} )* )? \"}}\"";
    }

    private static HashSet<string> Required(in SchemaNode node)
    {
        if (!node.Has("required", out JsonElement names))
            return [];
        if (names.ValueKind != JsonValueKind.Array
            || names.EnumerateArray().Any(name => name.ValueKind != JsonValueKind.String))
            throw new SchemaException(node.Path, "'required' must be a list of names");
        return [.. names.EnumerateArray().Select(name => name.GetString()!)];
    }
}
