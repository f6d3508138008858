using System.Text.Json;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Core.Admission;
using LlamaOrch.Core.Placement.Affinity;
using LlamaOrch.Hosting.Errors;

namespace LlamaOrch.Orchestrator.OpenAi;

/// <summary>
/// Reads the top level of an OpenAI request in one forward pass, without a document and without copies.
/// </summary>
internal sealed class RequestScanner(AdmissionLimits limits)
{
    // llama.cpp's own clients send this for 'as many as there are'.
    private const int AsManyAsThereAre = -1;

    /// <summary>Finds what admission needs; the error names the field.</summary>
    public ErrorBody? Scan(ReadOnlySpan<byte> body, string route, out ScannedRequest scanned)
    {
        scanned = default;
        if (JsonText.Problem(body) is ErrorBody unreadable)
            return unreadable;
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = limits.JsonDepthMax });
        var fields = default(ScannedFields);
        try
        {
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
                return Invalid("The body must be a JSON object.", null);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (ReadField(ref reader, ref fields) is ErrorBody wrong)
                    return wrong;
            }

            if (reader.Read())
                return Invalid("The body has something after its JSON object.", null);
        }
        catch (JsonException malformed)
        {
            return Invalid(BodyProblem.Of(malformed).Message, null);
        }

        if (fields.Model.Value is null)
            return Invalid("Say which model you want: see GET /v1/models.", "model");
        if (!fields.HasInput(route))
            return Invalid($"'{ScannedFields.InputName(route)}' is missing.", ScannedFields.InputName(route));
        scanned = new ScannedRequest(
            fields.Model,
            fields.Stream ?? false,
            fields.MaxCompletionTokens is > 0 ? fields.MaxCompletionTokens
                : fields.MaxTokens is > 0 ? fields.MaxTokens : null,
            fields.Answers ?? 1,
            fields.PromptBytes,
            PromptBlocks.Hash(body[fields.Prompt]));
        return null;
    }

    private ErrorBody? ReadField(ref Utf8JsonReader reader, ref ScannedFields fields)
    {
        if (reader.ValueTextEquals("model"u8))
            return ReadModel(ref reader, ref fields);
        if (reader.ValueTextEquals("stream"u8))
            return ReadStream(ref reader, ref fields);
        if (reader.ValueTextEquals("max_tokens"u8))
            return ReadMaxTokens(ref reader, "max_tokens", ref fields.MaxTokens);
        if (reader.ValueTextEquals("max_completion_tokens"u8))
            return ReadMaxTokens(ref reader, "max_completion_tokens", ref fields.MaxCompletionTokens);
        if (reader.ValueTextEquals("n"u8))
            return ReadAnswers(ref reader, ref fields);

        if (reader.ValueTextEquals("messages"u8))
            return ReadPrompt(ref reader, "messages", ref fields.HasMessages, ref fields);
        if (reader.ValueTextEquals("prompt"u8))
            return ReadPrompt(ref reader, "prompt", ref fields.HasPrompt, ref fields);
        if (reader.ValueTextEquals("input"u8))
            return Skip(ref reader, "input", ref fields.HasEmbeddingInput);
        if (reader.ValueTextEquals("tools"u8))
        {
            long before = reader.BytesConsumed;
            ErrorBody? twice = Skip(ref reader, "tools", ref fields.HasTools);
            // Templates write tools about as they stand there.
            fields.PromptBytes += (int)(reader.BytesConsumed - before);
            return twice;
        }

        reader.Read();
        reader.Skip();
        return null;
    }

    /// <summary>Reads the text that the answer is about: where it stands and how large it is.</summary>
    private static ErrorBody? ReadPrompt(
        ref Utf8JsonReader reader, string name, ref bool seen, ref ScannedFields fields)
    {
        if (seen)
            return Twice(name);
        seen = true;
        reader.Read();
        int start = (int)reader.TokenStartIndex;
        fields.PromptBytes += PromptMeter.Measure(ref reader);
        fields.Prompt = new Range(start, (int)reader.BytesConsumed);
        return null;
    }

    private static ErrorBody? Skip(ref Utf8JsonReader reader, string name, ref bool seen)
    {
        if (seen)
            return Twice(name);
        seen = true;
        reader.Read();
        reader.Skip();
        return null;
    }

    private static ErrorBody? ReadModel(ref Utf8JsonReader reader, ref ScannedFields fields)
    {
        // Parsers differ in which of two they believe, and the body goes on as it is: what was admitted must be what
        // runs.
        if (fields.Model.Value is not null)
            return Twice("model");
        reader.Read();
        return reader.TokenType == JsonTokenType.String
            && IdentifierRules.TryParse(reader.GetString(), out fields.Model)
            ? null
            : Invalid("'model' must be the id of a model: see GET /v1/models.", "model");
    }

    private static ErrorBody? ReadStream(ref Utf8JsonReader reader, ref ScannedFields fields)
    {
        if (fields.Stream is not null)
            return Twice("stream");
        reader.Read();
        if (reader.TokenType is not (JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null))
            return Invalid("'stream' must be true or false.", "stream");
        fields.Stream = reader.TokenType == JsonTokenType.True;
        return null;
    }

    /// <summary>A wish: the engine caps what its context has no room for, so no number is too large.</summary>
    private ErrorBody? ReadMaxTokens(ref Utf8JsonReader reader, string name, ref int? seen)
    {
        if (seen is not null)
            return Twice(name);
        seen = 0;
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (!WholeNumber.TryRead(ref reader, out long count) || (count < 1 && count != AsManyAsThereAre))
            return Invalid($"'{name}' must be a whole number from 1.", name);
        seen = (int)Math.Clamp(count, 0, limits.MaxTokensMax);
        return null;
    }

    private ErrorBody? ReadAnswers(ref Utf8JsonReader reader, ref ScannedFields fields)
    {
        if (fields.Answers is not null)
            return Twice("n");
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (!WholeNumber.TryRead(ref reader, out long count) || count < 1 || count > limits.AnswersMax)
            return Invalid($"'n' must be a whole number from 1 to {limits.AnswersMax}.", "n");
        fields.Answers = (int)count;
        return null;
    }

    private static ErrorBody Twice(string field) => Invalid($"'{field}' stands twice.", field);

    private static ErrorBody Invalid(string message, string? field) =>
        ErrorBody.From(ErrorCode.InvalidParams, message, field);
}
