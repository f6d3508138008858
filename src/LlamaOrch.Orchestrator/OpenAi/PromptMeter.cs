using System.Text.Json;

namespace LlamaOrch.Orchestrator.OpenAi;

/// <summary>
/// How much text a prompt has, in the pass that reads it anyway. Images and sound stand in it as base64, far longer
/// than what they cost in tokens: they do not count.
/// </summary>
internal static class PromptMeter
{
    // A number in a prompt is a token, and the estimate has about four bytes for one.
    private const int TokenBytes = 4;

    /// <summary>
    /// Reads the value that the reader is at to its end; the bytes of its text. Of a list of texts, which are prompts
    /// of their own, the longest counts.
    /// </summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static int Measure(ref Utf8JsonReader reader)
    {
        int depth = reader.CurrentDepth;
        int sum = 0;
        int longest = 0;
        bool isData = false;
        while (true)
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    isData = reader.ValueTextEquals("data"u8);
                    break;
                case JsonTokenType.String when reader.CurrentDepth == depth + 1:
                    longest = Math.Max(longest, TextBytes(reader));
                    break;
                case JsonTokenType.String:
                    sum += isData ? 0 : TextBytes(reader);
                    isData = false;
                    break;
                case JsonTokenType.Number:
                    sum += TokenBytes;
                    break;
            }

            bool isOpen = reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray;
            if ((reader.CurrentDepth == depth && !isOpen) || !reader.Read())
                return Math.Max(sum, longest);
        }
    }

    private static int TextBytes(in Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> text = reader.ValueSpan;
        if (text.StartsWith("data:"u8))
            return 0;
        // An escape of six bytes stands for two or three.
        return reader.ValueIsEscaped ? text.Length - (TokenBytes * text.Count("\\u"u8)) : text.Length;
    }
}
