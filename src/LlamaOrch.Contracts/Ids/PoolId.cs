using System.Text.Json.Serialization;

namespace LlamaOrch.Contracts.Ids;

/// <summary>Names one engine process with its slots; unique in a fleet.</summary>
/// <param name="Value">The text of the id.</param>
[JsonConverter(typeof(IdentifierJsonConverter<PoolId>))]
public readonly record struct PoolId(string Value) : IIdentifier<PoolId>
{
    /// <inheritdoc/>
    public static PoolId FromValidated(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value ?? string.Empty;
}
