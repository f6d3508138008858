using System.Text.Json;
using LlamaOrch.LlamaCpp.Inference;
using LlamaOrch.LlamaCpp.Model;
using LlamaOrch.LlamaCpp.Native;
using LlamaOrch.LlamaCpp.Sampling;
using LlamaOrch.LlamaCpp.Text;

namespace LlamaOrch.LlamaCpp.Http.Answers;

/// <summary>Parts that answers of several routes share.</summary>
internal static class AnswerParts
{
    /// <summary>What stands for a version in answers.</summary>
    public const string BuildInfo = $"llama-orch-llama.cpp-{LibraryPin.LlamaCppVersion}";

    /// <summary>OpenAI's word for the end.</summary>
    public static ReadOnlySpan<byte> FinishReason(GenerationJob job) =>
        job.Reason is StopReason.EndOfText or StopReason.StopString ? "stop"u8 : "length"u8;

    /// <summary>llama-server's word for the end.</summary>
    public static ReadOnlySpan<byte> StopType(GenerationJob job) => job.Reason switch
    {
        StopReason.EndOfText => "eos"u8,
        StopReason.StopString => "word"u8,
        StopReason.Limit => "limit"u8,
        _ => "none"u8,
    };

    /// <summary>Token counts of all answers to a request.</summary>
    public static void Usage(Utf8JsonWriter json, IEnumerable<GenerationJob> jobs)
    {
        int generated = 0;
        int prompt = 0;
        int cached = 0;
        int lastPrompt = -1;
        foreach (GenerationJob job in jobs)
        {
            generated += job.GeneratedCount;
            if (job.PromptIndex == lastPrompt)
                continue;
            lastPrompt = job.PromptIndex;
            prompt += job.Prompt.Length;
            cached += job.CachedCount;
        }

        json.WriteStartObject("usage"u8);
        json.WriteNumber("completion_tokens"u8, generated);
        json.WriteNumber("prompt_tokens"u8, prompt);
        json.WriteNumber("total_tokens"u8, prompt + generated);
        json.WriteStartObject("prompt_tokens_details"u8);
        json.WriteNumber("cached_tokens"u8, cached);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>How fast it was.</summary>
    public static void Timings(Utf8JsonWriter json, GenerationJob job)
    {
        int computed = job.Prompt.Length - job.CachedCount;
        double promptMs = job.Timings.PromptMs;
        double generationMs = job.Timings.GenerationMs;
        json.WriteStartObject("timings"u8);
        json.WriteNumber("cache_n"u8, job.CachedCount);
        json.WriteNumber("prompt_n"u8, computed);
        json.WriteNumber("prompt_ms"u8, Round(promptMs));
        json.WriteNumber("prompt_per_token_ms"u8, Round(Ratio(promptMs, computed)));
        json.WriteNumber("prompt_per_second"u8, Round(Ratio(computed * 1000d, promptMs)));
        json.WriteNumber("predicted_n"u8, job.GeneratedCount);
        json.WriteNumber("predicted_ms"u8, Round(generationMs));
        json.WriteNumber("predicted_per_token_ms"u8, Round(Ratio(generationMs, job.GeneratedCount)));
        json.WriteNumber("predicted_per_second"u8, Round(Ratio(job.GeneratedCount * 1000d, generationMs)));
        json.WriteEndObject();
    }

    /// <summary>Tokens' probabilities as a list under <paramref name="name"/>.</summary>
    public static void Probabilities(
        Utf8JsonWriter json, ReadOnlySpan<byte> name, Vocabulary vocabulary, IReadOnlyList<TokenAlternatives> tokens)
    {
        json.WriteStartArray(name);
        foreach (TokenAlternatives token in tokens)
        {
            json.WriteStartObject();
            Probability(json, vocabulary, token.Chosen);
            json.WriteStartArray("top_logprobs"u8);
            foreach (TokenProbability alternative in token.Top)
            {
                json.WriteStartObject();
                Probability(json, vocabulary, alternative);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Probability(Utf8JsonWriter json, Vocabulary vocabulary, TokenProbability token)
    {
        byte[] piece = vocabulary.Piece(token.Token);
        json.WriteNumber("id"u8, token.Token);
        json.WriteString("token"u8, Utf8Tail.Repair(piece).Span);
        json.WriteStartArray("bytes"u8);
        foreach (byte value in piece)
            json.WriteNumberValue(value);
        json.WriteEndArray();
        json.WriteNumber("logprob"u8, Finite(token.LogProbability));
    }

    /// <summary>JSON has no infinity: a token that was impossible gets the least number instead.</summary>
    public static float Finite(float logProbability) =>
        float.IsFinite(logProbability) ? logProbability : float.MinValue;

    private static double Ratio(double value, double by) => by > 0 ? value / by : 0;

    private static double Round(double value) => Math.Round(value, 3);
}
