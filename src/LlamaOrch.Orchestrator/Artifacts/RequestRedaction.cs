using System.Security.Cryptography;
using System.Text.Json;
using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Orchestrator.Artifacts;

/// <summary>
/// A request without what people wrote: numbers and switches stay, and of every other text only its length and its
/// hash, so that two requests can be told to be alike. What is not known to be harmless is taken for such a text.
/// </summary>
internal static class RequestRedaction
{
    private static readonly string[] Harmless = ["model", "stream_options"];

    /// <summary>Writes the request as one object.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="body">The engine's body, which we wrote ourselves; an empty one becomes an empty object.</param>
    /// <param name="keepsPrompts">Whether everything stays as it is.</param>
    public static void Write(Utf8JsonWriter json, ReadOnlySpan<byte> body, bool keepsPrompts)
    {
        json.WriteStartObject();
        var reader = new Utf8JsonReader(body);
        bool isObject = body.Length > 0 && reader.Read() && reader.TokenType == JsonTokenType.StartObject;
        while (isObject && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            json.WritePropertyName(name);
            reader.Read();
            bool stays = keepsPrompts || Harmless.Contains(name)
                || reader.TokenType is JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False
                    or JsonTokenType.Null;
            if (stays)
                json.WriteRawValue(Raw(ref reader, body));
            else
                WriteDigest(json, ref reader, body);
        }

        json.WriteEndObject();
    }

    private static void WriteDigest(Utf8JsonWriter json, ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        // Of a text itself, not of its JSON: whoever has the text can compare.
        ReadOnlySpan<byte> text = reader.TokenType == JsonTokenType.String
            ? System.Text.Encoding.UTF8.GetBytes(reader.GetString()!)
            : Raw(ref reader, body);
        json.WriteStartObject();
        json.WriteNumber("length_bytes", text.Length);
        json.WriteString("digest", Sha256Digest.Of(SHA256.HashData(text)).Value);
        json.WriteEndObject();
    }

    private static ReadOnlySpan<byte> Raw(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        return body[start..(int)reader.BytesConsumed];
    }
}
