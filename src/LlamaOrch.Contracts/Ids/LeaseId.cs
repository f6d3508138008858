using System.Text.Json.Serialization;

namespace LlamaOrch.Contracts.Ids;

/// <summary>Names one right to use one slot of one pool.</summary>
/// <param name="Value">The text of the id.</param>
[JsonConverter(typeof(IdentifierJsonConverter<LeaseId>))]
public readonly record struct LeaseId(string Value) : IIdentifier<LeaseId>
{
    /// <inheritdoc/>
    public static LeaseId FromValidated(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value ?? string.Empty;
}
