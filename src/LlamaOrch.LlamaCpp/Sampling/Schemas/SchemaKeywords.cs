using System.Collections.Frozen;
using System.Text.Json;

namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>
/// Which words of JSON Schema are understood. One that narrows what is valid and is not understood is refused: an
/// answer that only looks as if it followed the schema would be worse than none.
/// </summary>
internal static class SchemaKeywords
{
    private static readonly FrozenSet<string> Annotations = FrozenSet.Create(
        "title", "description", "default", "examples", "deprecated", "readOnly", "writeOnly",
        "$schema", "$id", "$comment", "$defs", "definitions");

    private static readonly FrozenSet<string> Understood = FrozenSet.Create(
        "type", "enum", "const", "anyOf", "oneOf", "allOf", "$ref",
        "properties", "required", "additionalProperties",
        "items", "prefixItems", "minItems", "maxItems",
        "minLength", "maxLength", "format",
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum");

    /// <summary>Refuses a schema with a word that would be lost.</summary>
    public static void Check(JsonElement schema, string path)
    {
        foreach (JsonProperty word in schema.EnumerateObject())
        {
            if (!Understood.Contains(word.Name) && !Annotations.Contains(word.Name))
                throw new SchemaException(path, $"'{word.Name}' is not supported");
        }
    }

    /// <summary>Refuses words beside one that says everything by itself.</summary>
    public static void CheckAlone(JsonElement schema, string keyword, string path)
    {
        foreach (JsonProperty word in schema.EnumerateObject())
        {
            bool mayStand = word.Name == keyword || Annotations.Contains(word.Name)
                || (word.Name == "type" && keyword is "enum" or "const");
            if (!mayStand)
                throw new SchemaException(path, $"'{word.Name}' beside '{keyword}' is not supported");
        }
    }
}
