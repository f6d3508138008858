using System.Text.Json;

namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>
/// Whether the options of a 'oneOf' exclude each other, as far as that shows: by type, by value, or by a property that
/// tells them apart.
/// </summary>
internal static class SchemaOverlap
{
    private const int OptionsMax = 256;

    /// <summary>Whether no value can follow two of them.</summary>
    public static bool AreApart(IReadOnlyList<JsonElement> options, SchemaContext context)
    {
        if (options.Count > OptionsMax)
            return false;
        JsonElement[] targets = [.. options.Select(option => Target(option, context))];
        for (int left = 0; left < targets.Length; left++)
        {
            for (int right = left + 1; right < targets.Length; right++)
            {
                if (!AreApart(targets[left], targets[right], context))
                    return false;
            }
        }

        return true;
    }

    private static bool AreApart(JsonElement left, JsonElement right, SchemaContext context)
    {
        if (left.ValueKind == JsonValueKind.False || right.ValueKind == JsonValueKind.False)
            return true;
        if (left.ValueKind != JsonValueKind.Object || right.ValueKind != JsonValueKind.Object)
            return false;
        if (HaveOtherTypes(left, right) || HaveOtherValues(left, right))
            return true;
        if (!left.TryGetProperty("properties", out JsonElement lefts)
            || !right.TryGetProperty("properties", out JsonElement rights)
            || lefts.ValueKind != JsonValueKind.Object || rights.ValueKind != JsonValueKind.Object)
            return false;
        return lefts.EnumerateObject().Any(property =>
        {
            string name = SchemaKeywords.NameOf(property, "#");
            return Requires(left, name) && Requires(right, name)
                && rights.TryGetProperty(name, out JsonElement other)
                && IsApart(Target(property.Value, context), Target(other, context));
        });
    }

    private static bool IsApart(JsonElement left, JsonElement right) =>
        left.ValueKind == JsonValueKind.Object && right.ValueKind == JsonValueKind.Object
        && (HaveOtherTypes(left, right) || HaveOtherValues(left, right));

    private static JsonElement Target(JsonElement option, SchemaContext context)
    {
        for (int hops = 0; hops < 8; hops++)
        {
            if (option.ValueKind != JsonValueKind.Object || !option.TryGetProperty("$ref", out JsonElement reference))
                break;
            option = context.Target(reference, "#");
        }

        return option;
    }

    private static bool Requires(JsonElement schema, string name) =>
        schema.TryGetProperty("required", out JsonElement required) && required.ValueKind == JsonValueKind.Array
        && required.EnumerateArray().Any(
            item => item.ValueKind == JsonValueKind.String && item.ValueEquals(name));

    private static bool HaveOtherValues(JsonElement left, JsonElement right) =>
        Values(left) is { } lefts && Values(right) is { } rights
        && !lefts.Any(value => rights.Any(other => JsonElement.DeepEquals(value, other)));

    private static List<JsonElement>? Values(JsonElement schema)
    {
        if (schema.TryGetProperty("const", out JsonElement constant))
            return [constant];
        return schema.TryGetProperty("enum", out JsonElement values) && values.ValueKind == JsonValueKind.Array
            ? [.. values.EnumerateArray()]
            : null;
    }

    private static bool HaveOtherTypes(JsonElement left, JsonElement right) =>
        Types(left) is { } lefts && Types(right) is { } rights && !lefts.Overlaps(rights);

    private static HashSet<string>? Types(JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out JsonElement type))
            return null;
        IEnumerable<JsonElement> types = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray() : [type];
        // A whole number is a number as well.
        return [.. types.Where(name => name.ValueKind == JsonValueKind.String)
            .Select(name => name.ValueEquals("integer") ? "number" : SchemaNode.Text(name, "#"))];
    }
}
