using System.Text.Json.Serialization;

namespace LlamaOrch.Contracts.Ids;

/// <summary>Names one unit of inference; given by the client or made by the control plane.</summary>
/// <param name="Value">The text of the id.</param>
[JsonConverter(typeof(IdentifierJsonConverter<TaskId>))]
public readonly record struct TaskId(string Value) : IIdentifier<TaskId>
{
    /// <inheritdoc/>
    public static TaskId FromValidated(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value ?? string.Empty;
}
