using System.Text.Json;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Http;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Admission;

namespace LlamaOrch.Orchestrator.OpenAi;

/// <summary>Reads the top level of an OpenAI request in one forward pass, without a document and without copies.</summary>
internal sealed class RequestScanner(AdmissionLimits limits)
{
    /// <summary>Finds what admission needs; the error names the field.</summary>
    public ErrorBody? Scan(ReadOnlySpan<byte> body, string route, out ScannedRequest scanned)
    {
        scanned = default;
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = limits.JsonDepthMax });
        var fields = default(Fields);
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
            return Invalid($"The body is not JSON: {malformed.Message}", null);
        }

        if (fields.Model.Value is null)
            return Invalid("Say which model you want: see GET /v1/models.", "model");
        if (!fields.HasInput(route))
            return Invalid($"'{Fields.InputName(route)}' is missing.", Fields.InputName(route));
        scanned = new ScannedRequest(fields.Model, fields.Stream, fields.MaxTokens);
        return null;
    }

    private ErrorBody? ReadField(ref Utf8JsonReader reader, ref Fields fields)
    {
        if (reader.ValueTextEquals("model"u8))
        {
            reader.Read();
            if (reader.TokenType != JsonTokenType.String || !IdentifierRules.TryParse(reader.GetString(), out fields.Model))
                return Invalid("'model' must be the id of a model: see GET /v1/models.", "model");
            return null;
        }

        if (reader.ValueTextEquals("stream"u8))
        {
            reader.Read();
            if (reader.TokenType is not (JsonTokenType.True or JsonTokenType.False or JsonTokenType.Null))
                return Invalid("'stream' must be true or false.", "stream");
            fields.Stream = reader.TokenType == JsonTokenType.True;
            return null;
        }

        if (reader.ValueTextEquals("max_tokens"u8) || reader.ValueTextEquals("max_completion_tokens"u8))
            return ReadMaxTokens(ref reader, ref fields);

        fields.HasMessages |= reader.ValueTextEquals("messages"u8);
        fields.HasPrompt |= reader.ValueTextEquals("prompt"u8);
        fields.HasEmbeddingInput |= reader.ValueTextEquals("input"u8);
        reader.Read();
        reader.Skip();
        return null;
    }

    private ErrorBody? ReadMaxTokens(ref Utf8JsonReader reader, ref Fields fields)
    {
        string name = reader.GetString()!;
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null)
            return null;
        if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out int count)
            || count < 1 || count > limits.MaxTokensMax)
            return Invalid($"'{name}' must be a whole number from 1 to {limits.MaxTokensMax}.", name);
        fields.MaxTokens = count;
        return null;
    }

    private static ErrorBody Invalid(string message, string? field) =>
        ErrorBody.From(ErrorCode.InvalidParams, message, field);

    private struct Fields
    {
        public ModelId Model;
        public bool Stream;
        public int? MaxTokens;
        public bool HasMessages;
        public bool HasPrompt;
        public bool HasEmbeddingInput;

        public static string InputName(string route) => route switch
        {
            EngineRoutes.ChatCompletions => "messages",
            EngineRoutes.Completions => "prompt",
            _ => "input",
        };

        public readonly bool HasInput(string route) => route switch
        {
            EngineRoutes.ChatCompletions => HasMessages,
            EngineRoutes.Completions => HasPrompt,
            _ => HasEmbeddingInput,
        };
    }
}
