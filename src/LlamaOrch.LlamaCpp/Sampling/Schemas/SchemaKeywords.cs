using System.Collections.Frozen;
using System.Text.Json;

namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>What each keyword that stands for itself demands of a value.</summary>
internal static class SchemaKeywords
{
    /// <summary>Not in any standard: the opposite of 'enum'. <see cref="SchemaNegation"/> writes it.</summary>
    public const string NotEnum = "x-llorch-not-enum";

    /// <summary>Not in any standard: the opposite of 'pattern'. <see cref="SchemaNegation"/> writes it.</summary>
    public const string NotPattern = "x-llorch-not-pattern";

    // Any other unknown word is an annotation, as JSON Schema has it.
    private static readonly FrozenSet<string> Refused = FrozenSet.Create(
        "contains", "$dynamicRef", "$recursiveRef");

    /// <summary>A member's name.</summary>
    /// <exception cref="SchemaException">It holds half of a surrogate pair.</exception>
    public static string NameOf(JsonProperty member, string path)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            throw new SchemaException(path, "a name is not valid Unicode");
        }
    }

    /// <summary>Takes a keyword into the shape; false where it can't be, and is left to the model.</summary>
    public static bool Take(SchemaNode node, string keyword, JsonElement value, SchemaShape shape)
    {
        switch (keyword)
        {
            case "type":
                shape.Restrict(Types(node, value));
                return true;
            case "const":
                shape.Restrict([value]);
                return true;
            case "enum":
                shape.Restrict(node.List(value, keyword));
                return true;
            case NotEnum:
                shape.Excluded.AddRange(node.List(value, keyword));
                return true;
            case "multipleOf":
                if (node.Number(value, keyword) is not { Units.Sign: > 0 } divisor)
                    throw new SchemaException(node.Path, "'multipleOf' must be above 0");
                shape.Numbers.Multiples.Add((divisor, node.Path));
                return true;
            case "minimum":
                shape.Numbers.AtLeast(node.Number(value, keyword), IsFlag(node, "exclusiveMinimum"));
                return true;
            case "maximum":
                shape.Numbers.AtMost(node.Number(value, keyword), IsFlag(node, "exclusiveMaximum"));
                return true;
            case "exclusiveMinimum" when value.ValueKind == JsonValueKind.Number:
                shape.Numbers.AtLeast(node.Number(value, keyword), isOut: true);
                return true;
            case "exclusiveMaximum" when value.ValueKind == JsonValueKind.Number:
                shape.Numbers.AtMost(node.Number(value, keyword), isOut: true);
                return true;
            case "pattern" or NotPattern:
                shape.Strings.Patterns.Add((node.Text(value), keyword == NotPattern, node.Path));
                return true;
            case "format":
                shape.Strings.Formats.Add((node.Text(value), node.Path));
                return true;
            default:
                return TakeCount(node, keyword, value, shape) || TakeOther(node, keyword, value, shape)
                    || !Refused.Contains(keyword);
        }
    }

    private static bool TakeCount(SchemaNode node, string keyword, JsonElement value, SchemaShape shape)
    {
        (StringRules strings, ArrayRules arrays, ObjectRules objects) = (shape.Strings, shape.Arrays, shape.Objects);
        switch (keyword)
        {
            case "minLength":
                strings.Min = Math.Max(strings.Min, node.Count(value, keyword));
                return true;
            case "maxLength":
                strings.Max = Least(strings.Max, node.Count(value, keyword));
                return true;
            case "minItems":
                arrays.Min = Math.Max(arrays.Min, node.Count(value, keyword));
                return true;
            case "maxItems":
                arrays.Max = Least(arrays.Max, node.Count(value, keyword));
                return true;
            case "minProperties":
                objects.Min = Math.Max(objects.Min, node.Count(value, keyword));
                return true;
            case "maxProperties":
                objects.Max = Least(objects.Max, node.Count(value, keyword));
                return true;
            default:
                return false;
        }
    }

    private static bool TakeOther(SchemaNode node, string keyword, JsonElement value, SchemaShape shape)
    {
        switch (keyword)
        {
            case "uniqueItems":
                if (value.ValueKind == JsonValueKind.True)
                    shape.Arrays.UniquePath = node.Path;
                return true;
            case "propertyNames":
                shape.Objects.Names.Add(node.Child(value, keyword));
                return true;
            case "required":
                // Draft 3 had a flag of this name within a property.
                if (value.ValueKind != JsonValueKind.Array
                    || value.EnumerateArray().Any(name => name.ValueKind != JsonValueKind.String))
                    throw new SchemaException(node.Path, "'required' must be a list of names");
                shape.Objects.Required.AddRange(value.EnumerateArray().Select(node.Text)
                    .Where(name => !shape.Objects.Required.Contains(name)));
                return true;
            default:
                return false;
        }
    }

    private static int Least(int? known, int count) => Math.Min(known ?? int.MaxValue, count);

    private static bool IsFlag(SchemaNode node, string keyword) =>
        node.Json.TryGetProperty(keyword, out JsonElement value) && value.ValueKind == JsonValueKind.True;

    private static SchemaTypes Types(SchemaNode node, JsonElement value) =>
        value.ValueKind == JsonValueKind.Array
            ? node.List(value, "type").Aggregate(SchemaTypes.None, (types, type) => types | Type(node, type))
            : Type(node, value);

    private static SchemaTypes Type(SchemaNode node, JsonElement value) =>
        (value.ValueKind == JsonValueKind.String ? node.Text(value) : null) switch
        {
            "object" => SchemaTypes.Object,
            "array" => SchemaTypes.Array,
            "string" => SchemaTypes.String,
            "integer" => SchemaTypes.Integer,
            "number" => SchemaTypes.Number,
            "boolean" => SchemaTypes.Boolean,
            "null" => SchemaTypes.Null,
            _ => throw new SchemaException(
                node.Path, "'type' must be object, array, string, integer, number, boolean or null"),
        };
}
