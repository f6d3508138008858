using System.Text.Json;

namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>A schema within the whole one: where it stands and how deep.</summary>
/// <param name="Json">The schema: an object, or true or false.</param>
/// <param name="Path">Where it stands, as a JSON pointer for messages.</param>
/// <param name="Depth">Schemas around it.</param>
internal readonly record struct SchemaNode(JsonElement Json, string Path, int Depth)
{
    private const int DepthMax = 64;

    /// <summary>A schema within this one.</summary>
    public SchemaNode Child(JsonElement json, string name)
    {
        string path = $"{Path}/{name}";
        return Depth < DepthMax
            ? new SchemaNode(json, path, Depth + 1)
            : throw new SchemaException(path, $"schemas nest deeper than {DepthMax}");
    }

    /// <summary>A keyword's value; false where it is absent.</summary>
    public bool Has(string keyword, out JsonElement value) => Json.TryGetProperty(keyword, out value);

    /// <summary>A keyword's list.</summary>
    public IReadOnlyList<JsonElement> List(string keyword) =>
        Json.TryGetProperty(keyword, out JsonElement list)
            ? list.ValueKind == JsonValueKind.Array && list.GetArrayLength() > 0
                ? [.. list.EnumerateArray()]
                : throw new SchemaException(Path, $"'{keyword}' must be a list that is not empty")
            : [];

    /// <summary>A keyword's whole number; null where it is absent.</summary>
    public long? Whole(string keyword)
    {
        if (!Json.TryGetProperty(keyword, out JsonElement value))
            return null;
        // 5.0 is a whole number as well.
        bool isWhole = value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal number)
            && number == decimal.Truncate(number) && Math.Abs(number) <= WholeNumbers.Largest;
        return isWhole
            ? (long)value.GetDecimal()
            : throw new SchemaException(
                Path, $"'{keyword}' must be a whole number of at most 15 digits");
    }

    /// <summary>A keyword's count, from 0 to <paramref name="max"/>; null where it is absent.</summary>
    public int? Count(string keyword, int max) => Whole(keyword) switch
    {
        null => null,
        long count when count >= 0 && count <= max => (int)count,
        _ => throw new SchemaException(Path, $"'{keyword}' must be from 0 to {max}"),
    };
}
