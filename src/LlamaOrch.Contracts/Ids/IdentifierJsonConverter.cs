using System.Text.Json;
using System.Text.Json.Serialization;

namespace LlamaOrch.Contracts.Ids;

/// <summary>
/// Reads and writes an id as a JSON string; a text that breaks the rules is a <see cref="JsonException"/>.
/// </summary>
/// <typeparam name="TId">The id type.</typeparam>
public sealed class IdentifierJsonConverter<TId> : JsonConverter<TId>
    where TId : struct, IIdentifier<TId>
{
    /// <inheritdoc/>
    public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && IdentifierRules.TryParse(reader.GetString(), out TId id)
            ? id
            : throw new JsonException(
                $"an id must be 1 to {IdentifierRules.LengthMax} characters out of A-Z a-z 0-9 . _ : -"
                    + (TId.AllowsSlash ? " / @" : string.Empty));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
