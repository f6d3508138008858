using System.Text.Json;
using LlamaOrch.LlamaCpp.Inference;

namespace LlamaOrch.LlamaCpp.Http.Answers;

/// <summary><c>/v1/chat/completions</c>.</summary>
internal sealed class ChatShape(AnswerContext context) : IAnswerShape
{
    private readonly HashSet<int> _begun = [];

    /// <inheritdoc/>
    public void Piece(EventStream events, in Emission emission)
    {
        GenerationJob job = emission.Job;
        Begin(events, job);
        Utf8JsonWriter json = StartChunk(events, job.Index);
        json.WriteStartObject("delta"u8);
        json.WriteString("content"u8, emission.Text.Span);
        json.WriteEndObject();
        WriteProbabilities(json, job, emission.FirstToken, emission.TokenCount);
        json.WriteNull("finish_reason"u8);
        EndChoice(json);
        EndChunk(events, json);
    }

    /// <inheritdoc/>
    public void Finish(EventStream events, GenerationJob job)
    {
        Begin(events, job);
        Utf8JsonWriter json = StartChunk(events, job.Index);
        json.WriteStartObject("delta"u8);
        json.WriteEndObject();
        json.WriteString("finish_reason"u8, AnswerParts.FinishReason(job));
        EndChoice(json);
        if (!context.Request.IncludeUsage)
            AnswerParts.Timings(json, job);
        EndChunk(events, json);
    }

    /// <inheritdoc/>
    public void Close(EventStream events, IReadOnlyList<GenerationJob> jobs)
    {
        if (context.Request.IncludeUsage)
        {
            Utf8JsonWriter json = events.Begin();
            json.WriteStartObject();
            json.WriteStartArray("choices"u8);
            json.WriteEndArray();
            AnswerParts.Usage(json, jobs);
            AnswerParts.Timings(json, jobs[^1]);
            EndChunk(events, json);
        }

        events.Done();
    }

    /// <inheritdoc/>
    public void Whole(Utf8JsonWriter json, IReadOnlyList<CollectedAnswer> answers)
    {
        json.WriteStartObject();
        json.WriteStartArray("choices"u8);
        foreach (CollectedAnswer answer in answers)
        {
            json.WriteStartObject();
            json.WriteString("finish_reason"u8, AnswerParts.FinishReason(answer.Job));
            json.WriteNumber("index"u8, answer.Job.Index);
            json.WriteStartObject("message"u8);
            json.WriteString("role"u8, "assistant"u8);
            json.WriteString("content"u8, answer.Text.WrittenSpan);
            json.WriteEndObject();
            WriteProbabilities(json, answer.Job, 0, answer.Job.GeneratedCount);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Envelope(json, "chat.completion"u8);
        AnswerParts.Usage(json, answers.Select(answer => answer.Job));
        AnswerParts.Timings(json, answers[^1].Job);
        json.WriteEndObject();
    }

    /// <summary>OpenAI's clients expect the role before any text.</summary>
    private void Begin(EventStream events, GenerationJob job)
    {
        if (!_begun.Add(job.Index))
            return;
        Utf8JsonWriter json = StartChunk(events, job.Index);
        json.WriteStartObject("delta"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteNull("content"u8);
        json.WriteEndObject();
        json.WriteNull("finish_reason"u8);
        EndChoice(json);
        EndChunk(events, json);
    }

    private static Utf8JsonWriter StartChunk(EventStream events, int index)
    {
        Utf8JsonWriter json = events.Begin();
        json.WriteStartObject();
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, index);
        return json;
    }

    private static void EndChoice(Utf8JsonWriter json)
    {
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void EndChunk(EventStream events, Utf8JsonWriter json)
    {
        Envelope(json, "chat.completion.chunk"u8);
        json.WriteEndObject();
        events.End();
    }

    private void Envelope(Utf8JsonWriter json, ReadOnlySpan<byte> kind)
    {
        json.WriteNumber("created"u8, context.Created);
        json.WriteString("id"u8, context.Id);
        json.WriteString("model"u8, context.ModelName);
        json.WriteString("system_fingerprint"u8, AnswerParts.BuildInfo);
        json.WriteString("object"u8, kind);
    }

    private void WriteProbabilities(Utf8JsonWriter json, GenerationJob job, int first, int count)
    {
        if (context.Request.Sampling.ProbabilityCount is null)
            return;
        json.WriteStartObject("logprobs"u8);
        AnswerParts.Probabilities(
            json, "content"u8, context.Engine.Model.Vocabulary, job.Alternatives(first, count));
        json.WriteEndObject();
    }
}
