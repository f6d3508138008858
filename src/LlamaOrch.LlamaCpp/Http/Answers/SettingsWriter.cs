using System.Text.Json;
using LlamaOrch.LlamaCpp.Native.Interop;
using LlamaOrch.LlamaCpp.Sampling;

namespace LlamaOrch.LlamaCpp.Http.Answers;

/// <summary>The settings that an answer was generated with, under llama-server's names.</summary>
internal static class SettingsWriter
{
    /// <summary>Writes them as an object.</summary>
    public static void Write(
        Utf8JsonWriter json, SamplingParameters sampling, int tokensMax, IReadOnlyList<string> stops, bool stream)
    {
        json.WriteStartObject();
        json.WriteNumber("seed"u8, sampling.Seed);
        json.WriteNumber("temperature"u8, sampling.Temperature);
        json.WriteNumber("top_k"u8, sampling.TopK);
        json.WriteNumber("top_p"u8, sampling.TopP);
        json.WriteNumber("min_p"u8, sampling.MinP);
        json.WriteNumber("typical_p"u8, sampling.TypicalP);
        json.WriteNumber("min_keep"u8, sampling.MinKeep);
        json.WriteNumber("repeat_last_n"u8, sampling.RepeatLastTokens);
        json.WriteNumber("repeat_penalty"u8, sampling.RepeatPenalty);
        json.WriteNumber("presence_penalty"u8, sampling.PresencePenalty);
        json.WriteNumber("frequency_penalty"u8, sampling.FrequencyPenalty);
        json.WriteNumber("max_tokens"u8, tokensMax);
        json.WriteNumber("n_predict"u8, tokensMax);
        json.WriteBoolean("ignore_eos"u8, sampling.IgnoreEnd);
        json.WriteBoolean("stream"u8, stream);
        json.WriteNumber("n_probs"u8, sampling.ProbabilityCount ?? 0);
        json.WriteString("grammar"u8, sampling.Grammar ?? "");
        json.WriteStartArray("stop"u8);
        foreach (string stop in stops)
            json.WriteStringValue(stop);
        json.WriteEndArray();
        WriteBias(json, sampling.LogitBias);
        json.WriteEndObject();
    }

    private static void WriteBias(Utf8JsonWriter json, IReadOnlyList<LlamaLogitBias> biases)
    {
        json.WriteStartArray("logit_bias"u8);
        foreach (LlamaLogitBias bias in biases)
        {
            json.WriteStartObject();
            json.WriteNumber("token"u8, bias.Token);
            if (float.IsFinite(bias.Bias))
                json.WriteNumber("bias"u8, bias.Bias);
            else
                json.WriteNull("bias"u8);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
