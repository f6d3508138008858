using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LlamaOrch.Contracts.Json;

/// <summary>
/// Reads strings of JSON that engines write: one that cuts its tokens amid a character writes half of it, as a lone
/// surrogate or as bytes that are no UTF-8. Each such half becomes U+FFFD, where the library refuses the whole string.
/// </summary>
public static class LenientText
{
    private const char Replacement = '\uFFFD';

    /// <summary>The string that a reader stands on.</summary>
    /// <param name="json">A reader on a string or a name.</param>
    public static string Read(ref Utf8JsonReader json)
    {
        if (json.HasValueSequence)
            throw new ArgumentException("The reader must be of one span.", nameof(json));
        string raw = Encoding.UTF8.GetString(json.ValueSpan);
        return json.ValueIsEscaped ? Unescape(raw) : raw;
    }

    /// <summary>Copies the value that a reader stands on, and moves to its end.</summary>
    /// <param name="json">A reader on a value.</param>
    /// <param name="writer">Where it goes, without blanks.</param>
    public static void Copy(ref Utf8JsonReader json, Utf8JsonWriter writer)
    {
        WriteToken(ref json, writer);
        if (json.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
            return;
        int depth = json.CurrentDepth;
        while (json.Read())
        {
            WriteToken(ref json, writer);
            if (json.CurrentDepth == depth)
                return;
        }
    }

    private static void WriteToken(ref Utf8JsonReader json, Utf8JsonWriter writer)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.StartObject:
                writer.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                writer.WriteEndArray();
                break;
            case JsonTokenType.PropertyName:
                writer.WritePropertyName(Read(ref json));
                break;
            case JsonTokenType.String:
                writer.WriteStringValue(Read(ref json));
                break;
            default:
                writer.WriteRawValue(json.ValueSpan);
                break;
        }
    }

    private static string Unescape(string raw)
    {
        var text = new StringBuilder(raw.Length);
        for (int at = 0; at < raw.Length; at++)
        {
            if (raw[at] != '\\')
            {
                text.Append(raw[at]);
                continue;
            }

            char escape = raw[++at];
            if (escape == 'u')
            {
                text.Append((char)ushort.Parse(
                    raw.AsSpan(at + 1, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                at += 4;
            }
            else
            {
                text.Append(Simple(escape));
            }
        }

        return WithoutHalves(text);
    }

    private static char Simple(char escape) => escape switch
    {
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        _ => escape,
    };

    private static string WithoutHalves(StringBuilder text)
    {
        for (int at = 0; at < text.Length; at++)
        {
            if (!char.IsSurrogate(text[at]))
                continue;
            bool isPair = char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[at + 1]);
            if (isPair)
                at++;
            else
                text[at] = Replacement;
        }

        return text.ToString();
    }
}
