using System.Text.Json;
using LlamaOrch.LlamaCpp.Inference;
using LlamaOrch.LlamaCpp.Model;

namespace LlamaOrch.LlamaCpp.Http.Answers;

/// <summary><c>/completion</c>, llama-server's own form.</summary>
internal sealed class NativeShape(AnswerContext context) : IAnswerShape
{
    private Vocabulary Vocabulary => context.Engine.Model.Vocabulary;

    /// <inheritdoc/>
    public void Piece(EventStream events, in Emission emission)
    {
        GenerationJob job = emission.Job;
        Utf8JsonWriter json = events.Begin();
        json.WriteStartObject();
        json.WriteNumber("index"u8, job.Index);
        json.WriteString("content"u8, emission.Text.Span);
        Tokens(json, job.Tokens(emission.FirstToken, emission.TokenCount));
        json.WriteBoolean("stop"u8, false);
        json.WriteNumber("id_slot"u8, job.SlotId);
        json.WriteNumber("tokens_predicted"u8, emission.FirstToken + emission.TokenCount);
        json.WriteNumber("tokens_evaluated"u8, job.Prompt.Length);
        Probabilities(json, job, emission.FirstToken, emission.TokenCount);
        json.WriteEndObject();
        events.End();
    }

    /// <inheritdoc/>
    public void Finish(EventStream events, GenerationJob job)
    {
        Utf8JsonWriter json = events.Begin();
        Final(json, job, [], isStream: true);
        events.End();
    }

    /// <inheritdoc/>
    public void Close(EventStream events, IReadOnlyList<GenerationJob> jobs)
    {
    }

    /// <inheritdoc/>
    public void Whole(Utf8JsonWriter json, IReadOnlyList<CollectedAnswer> answers)
    {
        if (answers.Count == 1)
        {
            Final(json, answers[0].Job, answers[0].Text.WrittenSpan, isStream: false);
            return;
        }

        json.WriteStartArray();
        foreach (CollectedAnswer answer in answers)
            Final(json, answer.Job, answer.Text.WrittenSpan, isStream: false);
        json.WriteEndArray();
    }

    private void Final(Utf8JsonWriter json, GenerationJob job, ReadOnlySpan<byte> text, bool isStream)
    {
        bool listTokens = !isStream && context.Request.ReturnTokens;
        json.WriteStartObject();
        json.WriteNumber("index"u8, job.Index);
        json.WriteString("content"u8, text);
        Tokens(json, listTokens ? job.Tokens(0, job.GeneratedCount) : []);
        json.WriteNumber("id_slot"u8, job.SlotId);
        json.WriteBoolean("stop"u8, true);
        json.WriteString("model"u8, context.ModelName);
        json.WriteNumber("tokens_predicted"u8, job.GeneratedCount);
        json.WriteNumber("tokens_evaluated"u8, job.Prompt.Length);
        json.WritePropertyName("generation_settings"u8);
        SettingsWriter.Write(
            json, job.Parameters, context.Request.TokensMax, context.Request.StopTexts, context.Request.Stream);
        json.WriteString("prompt"u8, Vocabulary.Detokenize(job.Prompt));
        json.WriteBoolean("has_new_line"u8, text.Contains((byte)'\n'));
        json.WriteBoolean("truncated"u8, false);
        json.WriteString("stop_type"u8, AnswerParts.StopType(job));
        json.WriteString("stopping_word"u8, job.StoppedBy ?? "");
        json.WriteNumber("tokens_cached"u8, job.CachedCount);
        AnswerParts.Timings(json, job);
        if (!isStream)
            Probabilities(json, job, 0, job.GeneratedCount);
        json.WriteEndObject();
    }

    private void Probabilities(Utf8JsonWriter json, GenerationJob job, int first, int count)
    {
        if (context.Request.Sampling.ProbabilityCount is not null)
            AnswerParts.Probabilities(json, "completion_probabilities"u8, Vocabulary, job.Alternatives(first, count));
    }

    private static void Tokens(Utf8JsonWriter json, ReadOnlySpan<int> tokens)
    {
        json.WriteStartArray("tokens"u8);
        foreach (int token in tokens)
            json.WriteNumberValue(token);
        json.WriteEndArray();
    }
}
