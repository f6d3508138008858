using System.Text.Json;
using System.Text.Json.Serialization;

namespace LlamaOrch.Contracts.Ids;

/// <summary>Reads and writes a digest as a JSON string; any other text is a <see cref="JsonException"/>.</summary>
public sealed class Sha256DigestJsonConverter : JsonConverter<Sha256Digest>
{
    /// <inheritdoc/>
    public override Sha256Digest Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Sha256Digest.TryParse(reader.GetString(), out Sha256Digest digest)
            ? digest
            : throw new JsonException("a digest is 'sha256:' and 64 hex digits");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Sha256Digest value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);
}
