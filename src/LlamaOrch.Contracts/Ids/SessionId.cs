using System.Text.Json.Serialization;

namespace LlamaOrch.Contracts.Ids;

/// <summary>Names the conversation that a task belongs to.</summary>
/// <param name="Value">The text of the id.</param>
[JsonConverter(typeof(IdentifierJsonConverter<SessionId>))]
public readonly record struct SessionId(string Value) : IIdentifier<SessionId>
{
    /// <inheritdoc/>
    public static SessionId FromValidated(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value ?? string.Empty;
}
