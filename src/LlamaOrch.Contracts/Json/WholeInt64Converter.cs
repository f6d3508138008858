using System.Text.Json;
using System.Text.Json.Serialization;

namespace LlamaOrch.Contracts.Json;

/// <summary>Reads what <see cref="WholeNumber"/> takes for a number of 64 bits.</summary>
public sealed class WholeInt64Converter : JsonConverter<long>
{
    /// <inheritdoc/>
    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        WholeNumber.TryRead(ref reader, out long number) ? number : throw new JsonException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value);
}
