using System.Text.Json.Serialization;

namespace LlamaOrch.Contracts.Ids;

/// <summary>Names a model as clients ask for it, such as <c>llorch-tiny</c>.</summary>
/// <param name="Value">The text of the id.</param>
[JsonConverter(typeof(IdentifierJsonConverter<ModelId>))]
public readonly record struct ModelId(string Value) : IIdentifier<ModelId>
{
    /// <inheritdoc/>
    public static bool AllowsSlash => true;

    /// <inheritdoc/>
    public static ModelId FromValidated(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value ?? string.Empty;
}
