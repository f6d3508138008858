using System.Text.Json.Serialization;

namespace LlamaOrch.Contracts.Ids;

/// <summary>Names a machine that runs pool-managerd; unique in a fleet.</summary>
/// <param name="Value">The text of the id.</param>
[JsonConverter(typeof(IdentifierJsonConverter<NodeId>))]
public readonly record struct NodeId(string Value) : IIdentifier<NodeId>
{
    /// <inheritdoc/>
    public static NodeId FromValidated(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value ?? string.Empty;
}
