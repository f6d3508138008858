using System.Text.Json;
using LlamaOrch.LlamaCpp.Inference;

namespace LlamaOrch.LlamaCpp.Http.Answers;

/// <summary><c>/v1/completions</c>.</summary>
internal sealed class TextShape(AnswerContext context) : IAnswerShape
{
    private readonly Dictionary<int, int> _offsets = [];

    /// <inheritdoc/>
    public void Piece(EventStream events, in Emission emission)
    {
        Utf8JsonWriter json = Start(events.Begin());
        Choice(json, emission.Job, emission.Text.Span, emission.FirstToken, emission.TokenCount, isLast: false);
        json.WriteEndArray();
        Envelope(json);
        json.WriteEndObject();
        events.End();
    }

    /// <inheritdoc/>
    public void Finish(EventStream events, GenerationJob job)
    {
        Utf8JsonWriter json = Start(events.Begin());
        Choice(json, job, [], 0, 0, isLast: true);
        json.WriteEndArray();
        Envelope(json);
        if (!context.Request.IncludeUsage)
        {
            AnswerParts.Usage(json, [job]);
            AnswerParts.Timings(json, job);
        }

        json.WriteEndObject();
        events.End();
    }

    /// <inheritdoc/>
    public void Close(EventStream events, IReadOnlyList<GenerationJob> jobs)
    {
        if (context.Request.IncludeUsage)
        {
            Utf8JsonWriter json = Start(events.Begin());
            json.WriteEndArray();
            Envelope(json);
            AnswerParts.Usage(json, jobs);
            AnswerParts.Timings(json, jobs[^1]);
            json.WriteEndObject();
            events.End();
        }

        events.Done();
    }

    /// <inheritdoc/>
    public void Whole(Utf8JsonWriter json, IReadOnlyList<CollectedAnswer> answers)
    {
        Start(json);
        foreach (CollectedAnswer answer in answers)
            Choice(json, answer.Job, answer.Text.WrittenSpan, 0, answer.Job.GeneratedCount, isLast: true);
        json.WriteEndArray();
        Envelope(json);
        AnswerParts.Usage(json, answers.Select(answer => answer.Job));
        AnswerParts.Timings(json, answers[^1].Job);
        json.WriteEndObject();
    }

    private static Utf8JsonWriter Start(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartArray("choices"u8);
        return json;
    }

    private void Choice(
        Utf8JsonWriter json, GenerationJob job, ReadOnlySpan<byte> text, int firstToken, int tokens, bool isLast)
    {
        json.WriteStartObject();
        json.WriteString("text"u8, text);
        json.WriteNumber("index"u8, job.Index);
        if (context.Request.Sampling.ProbabilityCount is not null && tokens > 0)
        {
            TextProbabilities.Write(
                json, context.Engine.Model.Vocabulary, job.Alternatives(firstToken, tokens), _offsets, job.Index);
        }
        else
        {
            json.WriteNull("logprobs"u8);
        }

        if (isLast)
            json.WriteString("finish_reason"u8, AnswerParts.FinishReason(job));
        else
            json.WriteNull("finish_reason"u8);
        json.WriteEndObject();
    }

    private void Envelope(Utf8JsonWriter json)
    {
        json.WriteNumber("created"u8, context.Created);
        json.WriteString("model"u8, context.ModelName);
        json.WriteString("system_fingerprint"u8, AnswerParts.BuildInfo);
        json.WriteString("object"u8, "text_completion"u8);
        json.WriteString("id"u8, context.Id);
    }
}
