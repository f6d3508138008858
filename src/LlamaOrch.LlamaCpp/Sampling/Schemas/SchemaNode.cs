using System.Text.Json;

namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>A schema within the whole one: where it stands and how deep.</summary>
/// <param name="Json">The schema: an object, or true or false.</param>
/// <param name="Path">Where it stands, as a JSON pointer for messages.</param>
/// <param name="Depth">Schemas around it.</param>
/// <param name="Origin">The schemas that led to it without another value around it; null for none.</param>
internal readonly record struct SchemaNode(JsonElement Json, string Path, int Depth, SchemaOrigin? Origin = null)
{
    /// <summary>The largest number of anything that is counted; more is as good as no bound.</summary>
    public const int CountMax = 1_000_000;

    private const int DepthMax = 64;

    /// <summary>The schema of another value: of a property, of an item.</summary>
    public SchemaNode Child(JsonElement json, string name) => Deeper(json, $"{Path}/{name}", null);

    /// <summary>A further schema of the same value.</summary>
    /// <exception cref="SchemaException">It is this one again: it says nothing.</exception>
    public SchemaNode Same(JsonElement json, string path)
    {
        if (path == Path || (Origin?.Holds(path) ?? false))
            throw new SchemaException(Path, "the schema refers only to itself");
        return Deeper(json, path, new SchemaOrigin(Path, Origin));
    }

    /// <summary>The whole number of a keyword that counts; more than <see cref="CountMax"/> is just that.</summary>
    public int Count(JsonElement value, string keyword) =>
        ExactNumber.Read(value) is { IsWhole: true, Units.Sign: >= 0 } number
            ? (int)System.Numerics.BigInteger.Min(number.Units, CountMax)
            : throw new SchemaException(Path, $"'{keyword}' must be a whole number from 0 on");

    /// <summary>The number of a keyword.</summary>
    public ExactNumber Number(JsonElement value, string keyword) => ExactNumber.Read(value)
        ?? throw new SchemaException(Path, $"'{keyword}' must be a number of at most 400 digits");

    /// <summary>The list of a keyword.</summary>
    public IReadOnlyList<JsonElement> List(JsonElement value, string keyword) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0
            ? [.. value.EnumerateArray()]
            : throw new SchemaException(Path, $"'{keyword}' must be a list that is not empty");

    /// <summary>The members of a keyword that maps names to something.</summary>
    public IReadOnlyList<JsonProperty> Members(JsonElement value, string keyword) =>
        value.ValueKind == JsonValueKind.Object
            ? [.. value.EnumerateObject()]
            : throw new SchemaException(Path, $"'{keyword}' must be an object");

    /// <summary>The text of a keyword.</summary>
    public string Text(JsonElement value) => Text(value, Path);

    /// <summary>A text of the schema at a place.</summary>
    /// <exception cref="SchemaException">It is no text, or holds half of a surrogate pair.</exception>
    public static string Text(JsonElement value, string path)
    {
        try
        {
            return value.GetString() ?? "";
        }
        catch (InvalidOperationException)
        {
            throw new SchemaException(path, "a text is not valid Unicode");
        }
    }

    private SchemaNode Deeper(JsonElement json, string path, SchemaOrigin? origin) => Depth < DepthMax
        ? new SchemaNode(json, path, Depth + 1, origin)
        : throw new SchemaException(path.Length < 256 ? path : path[..256], $"schemas nest deeper than {DepthMax}");
}
