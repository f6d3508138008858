using System.Text.Json;
using System.Text.Json.Serialization;

namespace LlamaOrch.Contracts.Json;

/// <summary>Reads what <see cref="WholeNumber"/> takes for a number of 32 bits.</summary>
public sealed class WholeInt32Converter : JsonConverter<int>
{
    /// <inheritdoc/>
    public override int Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        WholeNumber.TryRead(ref reader, out long number) && number is >= int.MinValue and <= int.MaxValue
            ? (int)number
            : throw new JsonException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, int value, JsonSerializerOptions options) =>
        writer.WriteNumberValue(value);
}
