using System.Text;
using System.Text.Json;
using LlamaOrch.LlamaCpp.Model;
using LlamaOrch.LlamaCpp.Sampling;
using LlamaOrch.LlamaCpp.Text;

namespace LlamaOrch.LlamaCpp.Http.Answers;

/// <summary>Tokens' probabilities as OpenAI's text completions have them: four lists of one length.</summary>
internal static class TextProbabilities
{
    /// <summary>Writes <c>logprobs</c>.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="vocabulary">Gives the tokens' text.</param>
    /// <param name="tokens">The tokens.</param>
    /// <param name="offsets">How many characters each answer has so far, by its index; moved on.</param>
    /// <param name="answer">Which answer it is.</param>
    public static void Write(
        Utf8JsonWriter json, Vocabulary vocabulary, IReadOnlyList<TokenAlternatives> tokens,
        Dictionary<int, int> offsets, int answer)
    {
        string[] texts = [.. tokens.Select(token => Text(vocabulary, token.Chosen.Token))];
        int offset = offsets.GetValueOrDefault(answer);
        json.WriteStartObject("logprobs"u8);
        json.WriteStartArray("tokens"u8);
        foreach (string text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
        json.WriteStartArray("token_logprobs"u8);
        foreach (TokenAlternatives token in tokens)
            json.WriteNumberValue(AnswerParts.Finite(token.Chosen.LogProbability));
        json.WriteEndArray();
        json.WriteStartArray("top_logprobs"u8);
        foreach (TokenAlternatives token in tokens)
            Alternatives(json, vocabulary, token);
        json.WriteEndArray();
        json.WriteStartArray("text_offset"u8);
        foreach (string text in texts)
        {
            json.WriteNumberValue(offset);
            offset += text.Length;
        }

        json.WriteEndArray();
        json.WriteEndObject();
        offsets[answer] = offset;
    }

    private static void Alternatives(Utf8JsonWriter json, Vocabulary vocabulary, TokenAlternatives token)
    {
        // Different tokens may have the same text, which stands for both by the likelier one.
        var written = new HashSet<string>();
        json.WriteStartObject();
        foreach (TokenProbability alternative in token.Top)
        {
            string text = Text(vocabulary, alternative.Token);
            if (written.Add(text))
                json.WriteNumber(text, AnswerParts.Finite(alternative.LogProbability));
        }

        json.WriteEndObject();
    }

    private static string Text(Vocabulary vocabulary, int token) =>
        Encoding.UTF8.GetString(Utf8Tail.Repair(vocabulary.Piece(token)).Span);
}
