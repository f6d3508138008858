using System.Text.Json;
using System.Text.Json.Nodes;

namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>
/// Writes the opposite of a schema as a schema, for 'not' and 'if'. It allows nothing that the first one allows; where
/// it can't allow everything else, as for a whole number's opposite, it allows less.
/// </summary>
internal static class SchemaNegation
{
    private const int DepthMax = 16;

    private static readonly string[] TypeNames = ["object", "array", "string", "number", "boolean", "null"];

    /// <summary>The opposite; null where it can't be told.</summary>
    public static JsonElement? Of(JsonElement schema, SchemaContext context) =>
        Negate(schema, context, 0) is JsonNode node ? Element(node) : null;

    /// <summary>What follows both schemas; the second may be left out.</summary>
    public static JsonElement Both(JsonElement first, JsonElement? second) => Element(new JsonObject
    {
        ["allOf"] = second is JsonElement other ? new JsonArray(Node(first), Node(other)) : new JsonArray(Node(first)),
    });

    /// <summary>Objects without a property.</summary>
    public static JsonElement Without(string name) => Element(Forbidding(name));

    /// <summary>Objects with a property and what it demands: further names, or a schema.</summary>
    public static JsonElement With(string name, JsonElement demand)
    {
        var with = new JsonObject { ["required"] = new JsonArray(name) };
        return Both(Element(with), demand.ValueKind == JsonValueKind.Array
            ? Element(new JsonObject { ["required"] = Node(demand) })
            : demand);
    }

    private static JsonNode? Negate(JsonElement schema, SchemaContext context, int depth)
    {
        if (depth > DepthMax)
            return null;
        if (schema.ValueKind != JsonValueKind.Object)
            return schema.ValueKind is JsonValueKind.True or JsonValueKind.False
                ? JsonValue.Create(schema.ValueKind == JsonValueKind.False)
                : null;
        var opposites = new JsonArray();
        foreach (JsonProperty keyword in schema.EnumerateObject())
        {
            string name = SchemaKeywords.NameOf(keyword, "#");
            if (name is "title" or "description" or "default" or "examples" or "$comment")
                continue;
            if (Keyword(name, keyword.Value, context, depth + 1) is not JsonNode opposite)
                return null;
            opposites.Add(opposite);
        }

        return opposites.Count switch
        {
            0 => JsonValue.Create(false),
            1 => opposites[0]!.DeepClone(),
            _ => new JsonObject { ["anyOf"] = opposites },
        };
    }

    private static JsonNode? Keyword(string name, JsonElement value, SchemaContext context, int depth) => name switch
    {
        "type" => Types(value),
        "const" => new JsonObject { [SchemaKeywords.NotEnum] = new JsonArray(Node(value)) },
        "enum" => new JsonObject { [SchemaKeywords.NotEnum] = Node(value) },
        SchemaKeywords.NotEnum => new JsonObject { ["enum"] = Node(value) },
        "required" when value.ValueKind == JsonValueKind.Array => Any(value.EnumerateArray().Select(
            required => (JsonNode?)Forbidding(SchemaNode.Text(required, "#")))),
        "properties" when value.ValueKind == JsonValueKind.Object => Any(value.EnumerateObject().Select(
            property => Property(property, context, depth))),
        "not" => Node(value),
        "anyOf" when value.ValueKind == JsonValueKind.Array => All(value.EnumerateArray().Select(
            option => Negate(option, context, depth))),
        "allOf" when value.ValueKind == JsonValueKind.Array => Any(value.EnumerateArray().Select(
            part => Negate(part, context, depth))),
        "$ref" => Negate(context.Target(value, "#"), context, depth),
        "pattern" => Typed("string", SchemaKeywords.NotPattern, Node(value)),
        "minimum" => Typed("number", "exclusiveMaximum", Node(value)),
        "maximum" => Typed("number", "exclusiveMinimum", Node(value)),
        "exclusiveMinimum" => Typed("number", "maximum", Node(value)),
        "exclusiveMaximum" => Typed("number", "minimum", Node(value)),
        "minLength" => Count("string", "maxLength", value, -1),
        "maxLength" => Count("string", "minLength", value, 1),
        "minItems" => Count("array", "maxItems", value, -1),
        "maxItems" => Count("array", "minItems", value, 1),
        "minProperties" => Count("object", "maxProperties", value, -1),
        "maxProperties" => Count("object", "minProperties", value, 1),
        _ => null,
    };

    private static JsonObject? Property(JsonProperty property, SchemaContext context, int depth)
    {
        if (Negate(property.Value, context, depth) is not JsonNode opposite)
            return null;
        string name = SchemaKeywords.NameOf(property, "#");
        return new JsonObject
        {
            ["type"] = "object",
            ["required"] = new JsonArray(name),
            ["properties"] = new JsonObject { [name] = opposite },
        };
    }

    private static JsonObject Forbidding(string name) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { [name] = false },
    };

    private static JsonObject? Types(JsonElement value)
    {
        JsonElement[] types = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];
        if (types.Any(type => type.ValueKind != JsonValueKind.String))
            return null;
        var names = types.Select(type => SchemaNode.Text(type, "#")).ToHashSet();
        string[] others = [.. TypeNames.Where(
            name => !names.Contains(name) && !(name == "number" && names.Contains("integer")))];
        return others.Length == 0
            ? new JsonObject { ["not"] = new JsonObject() }
            : new JsonObject { ["type"] = new JsonArray([.. others.Select(name => (JsonNode)name)]) };
    }

    private static JsonNode? Count(string type, string keyword, JsonElement value, int step)
    {
        if (!value.TryGetInt32(out int count) || count is < 0 or int.MaxValue)
            return null;
        return count + step < 0 ? JsonValue.Create(false) : Typed(type, keyword, JsonValue.Create(count + step));
    }

    private static JsonObject Typed(string type, string keyword, JsonNode? value) =>
        new() { ["type"] = type, [keyword] = value };

    private static JsonNode? Any(IEnumerable<JsonNode?> options) => Combined("anyOf", options, whenEmpty: false);

    private static JsonNode? All(IEnumerable<JsonNode?> parts) => Combined("allOf", parts, whenEmpty: true);

    private static JsonNode? Combined(string keyword, IEnumerable<JsonNode?> parts, bool whenEmpty)
    {
        JsonNode?[] all = [.. parts];
        if (all.Length == 0)
            return JsonValue.Create(whenEmpty);
        return all.Contains(null) ? null : new JsonObject { [keyword] = new JsonArray(all) };
    }

    private static JsonNode? Node(JsonElement value) => JsonNode.Parse(value.GetRawText());

    private static JsonElement Element(JsonNode node) => JsonSerializer.SerializeToElement(node);
}
