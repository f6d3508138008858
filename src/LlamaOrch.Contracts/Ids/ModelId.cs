using System.Text.Json.Serialization;

namespace LlamaOrch.Contracts.Ids;

/// <summary>Names a model as clients ask for it, such as <c>llorch-tiny</c>.</summary>
/// <param name="Value">The text of the id.</param>
[JsonConverter(typeof(IdentifierJsonConverter<ModelId>))]
public readonly record struct ModelId(string Value) : IIdentifier<ModelId>
{
    /// <inheritdoc/>
    public static bool AllowsSlash => true;

    /// <summary>
    /// The id of a model that an engine or a file calls by any name: that name where it is one, otherwise with a dash
    /// in the place of each character that an id may not have; null when nothing is left.
    /// </summary>
    public static ModelId? OfName(string? name)
    {
        if (IdentifierRules.TryParse(name, out ModelId id))
            return id;
        if (string.IsNullOrWhiteSpace(name))
            return null;
        string cut = name.Length <= IdentifierRules.LengthMax ? name : name[..IdentifierRules.LengthMax];
        string safe = string.Concat(cut.Select(c => IdentifierRules.IsValid($"{c}x", allowSlash: true) ? c : '-'));
        safe = safe.Replace("..", ".-", StringComparison.Ordinal);
        return safe.AsSpan().IndexOfAnyExcept('-', '.') >= 0 && IdentifierRules.TryParse(safe, out id) ? id : null;
    }

    /// <inheritdoc/>
    public static ModelId FromValidated(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value ?? string.Empty;
}
