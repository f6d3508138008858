using System.Text.Json;

namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>Everything that is demanded of one value, from all the schemas that it must follow.</summary>
internal sealed class SchemaShape(string path)
{
    private bool _isTyped;

    /// <summary>Where the first of the schemas stands.</summary>
    public string Path { get; } = path;

    /// <summary>The types that are allowed; all where no schema tells.</summary>
    public SchemaTypes Types { get; private set; } = SchemaTypes.All;

    /// <summary>Whether no value at all is allowed.</summary>
    public bool IsNever { get; set; }

    /// <summary>The only values that are allowed; null where any may be.</summary>
    public List<JsonElement>? Values { get; private set; }

    /// <summary>Values that are not allowed.</summary>
    public List<JsonElement> Excluded { get; } = [];

    /// <summary>What is demanded of numbers.</summary>
    public NumberRules Numbers { get; } = new();

    /// <summary>What is demanded of strings.</summary>
    public StringRules Strings { get; } = new();

    /// <summary>What is demanded of arrays.</summary>
    public ArrayRules Arrays { get; } = new();

    /// <summary>What is demanded of objects.</summary>
    public ObjectRules Objects { get; } = new();

    /// <summary>Choices that are still open.</summary>
    public List<SchemaChoice> Choices { get; } = [];

    /// <summary>Whether nothing is demanded but one choice.</summary>
    public bool IsOneChoice => Choices.Count == 1 && !_isTyped && !IsNever && IsBlank;

    private bool IsBlank => Values is null && Excluded.Count == 0 && Numbers.IsBlank && Strings.IsBlank
        && Arrays.IsBlank && Objects.IsBlank;

    /// <summary>Whether any value is as demanded.</summary>
    public bool IsAnything => !_isTyped && !IsNever && IsBlank;

    /// <summary>Allows only types that are among these as well.</summary>
    public void Restrict(SchemaTypes types)
    {
        _isTyped = true;
        Types &= types;
    }

    /// <summary>Allows only values that are among these as well.</summary>
    public void Restrict(IReadOnlyList<JsonElement> values) => Values = Values is null
        ? [.. values]
        : [.. Values.Where(value => values.Any(other => JsonElement.DeepEquals(value, other)))];

    /// <summary>
    /// The types that are generated. Where no schema tells, the ones that the other keywords are about: a client that
    /// writes 'properties' wants an object.
    /// </summary>
    public SchemaTypes MeantTypes()
    {
        if (_isTyped)
            return Types;
        if (!Objects.IsBlank)
            return SchemaTypes.Object;
        if (!Arrays.IsBlank)
            return SchemaTypes.Array;
        if (!Strings.IsBlank)
            return SchemaTypes.String;
        return Numbers.IsBlank ? SchemaTypes.All : SchemaTypes.Number;
    }
}
