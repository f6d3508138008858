using System.Text.Json;
using LlamaOrch.Contracts.Json;
using LlamaOrch.LlamaCpp.Inference;
using LlamaOrch.LlamaCpp.Model;
using LlamaOrch.LlamaCpp.Sampling.Schemas;
using LlamaOrch.LlamaCpp.Text;

namespace LlamaOrch.LlamaCpp.Http.Requests;

/// <summary>Reads what the completion routes have in common, and checks it against the engine.</summary>
internal static class GenerationReader
{
    private const int StopsMax = 64;
    private const int StopLengthMax = 1024;

    // OpenAI's bound for 'n'. Answers are computed one after the other, so the slots set none.
    private const int AnswersMax = 128;

    /// <summary>The request; prompts are read by <paramref name="readPrompts"/>, which differs by route.</summary>
    /// <exception cref="ApiException">
    /// A field is missing, of the wrong type or out of range, or a prompt too long.
    /// </exception>
    public static GenerationRequest Read(
        JsonElement body, LoadedEngine engine, Func<RequestFields, Vocabulary, List<int[]>> readPrompts)
    {
        var fields = new RequestFields(body);
        Vocabulary vocabulary = engine.Model.Vocabulary;
        List<string> stops = ReadStops(fields);
        CompiledSchema? form = GrammarReader.Read(fields);
        var request = new GenerationRequest
        {
            Sampling = SamplingReader.Read(fields, vocabulary, engine.ContextTokens) with { Grammar = form?.Grammar },
            SchemaHints = form?.Hints ?? [],
            TokensMax = ReadTokensMax(fields, engine.ContextTokens),
            Answers = ReadAnswers(fields),
            Stream = fields.Flag("stream", false),
            IncludeUsage = ReadIncludeUsage(fields),
            CachePrompt = fields.Flag("cache_prompt", true),
            ReturnTokens = fields.Flag("return_tokens", false),
            Stops = new StopStrings(stops),
            StopTexts = stops,
            Prompts = readPrompts(fields, vocabulary),
        };
        if (request.Prompts.Count * request.Answers > AnswersMax)
        {
            throw ApiException.InvalidField(
                "n", $"times the number of prompts must be at most {AnswersMax}");
        }

        foreach (int[] prompt in request.Prompts)
        {
            if (prompt.Length == 0)
                throw ApiException.Invalid("the prompt must not be empty", "prompt");
            if (prompt.Length >= engine.ContextTokens)
                throw new ApiException(ApiError.ContextExceeded(prompt.Length, engine.ContextTokens));
        }

        return request;
    }

    /// <summary>The prompts of the completion routes.</summary>
    public static List<int[]> Prompts(RequestFields fields, Vocabulary vocabulary) =>
        fields.TryGet("prompt", out JsonElement prompt)
            ? PromptReader.Read(vocabulary, prompt, "prompt")
            : throw ApiException.InvalidField("prompt", "is missing");

    private static int ReadTokensMax(in RequestFields fields, int contextTokens)
    {
        string[] names = ["n_predict", "max_completion_tokens", "max_tokens"];
        foreach (string name in names)
        {
            if (!fields.TryGet(name, out JsonElement value))
                continue;
            // A wish: agents ask for thousands of tokens whatever the model, and the context ends the answer anyway.
            if (WholeNumber.TryRead(value, out long count) && (count >= 1 || count == -1))
                return count == -1 ? contextTokens : (int)Math.Min(count, contextTokens);
            throw ApiException.InvalidField(name, "must be a whole number from 1, or -1 for no limit");
        }

        return contextTokens;
    }

    private static int ReadAnswers(in RequestFields fields)
    {
        string name = fields.TryGet("n_cmpl", out _) ? "n_cmpl" : "n";
        return fields.Whole(name, 1, 1, AnswersMax);
    }

    private static bool ReadIncludeUsage(in RequestFields fields)
    {
        if (!fields.TryGet("stream_options", out JsonElement options))
            return false;
        return options.ValueKind == JsonValueKind.Object
            ? new RequestFields(options).Flag("include_usage", false)
            : throw ApiException.InvalidField("stream_options", "must be an object");
    }

    private static List<string> ReadStops(in RequestFields fields)
    {
        if (!fields.TryGet("stop", out JsonElement value))
            return [];
        if (value.ValueKind == JsonValueKind.String)
            return [Stop(value)];
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > StopsMax)
            throw ApiException.InvalidField("stop", $"must be a string or a list of at most {StopsMax} strings");
        return [.. value.EnumerateArray().Select(Stop)];
    }

    private static string Stop(JsonElement value)
    {
        string stop = RequestFields.Text(value, "stop");
        return stop.Length <= StopLengthMax
            ? stop
            : throw ApiException.InvalidField("stop", $"must hold strings of at most {StopLengthMax} characters");
    }
}
