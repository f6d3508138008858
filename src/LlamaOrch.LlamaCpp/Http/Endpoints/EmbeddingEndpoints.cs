using System.Runtime.InteropServices;
using System.Text.Json;
using LlamaOrch.LlamaCpp.Http.Requests;
using LlamaOrch.LlamaCpp.Inference;
using LlamaOrch.LlamaCpp.Logging;
using LlamaOrch.LlamaCpp.Startup;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.LlamaCpp.Http.Endpoints;

/// <summary>The routes that embed.</summary>
internal sealed class EmbeddingEndpoints(InferenceEngine engine, EngineOptions options)
{
    // OpenAI's bound, which clients cut their lists by.
    private const int InputsMax = 2048;

    /// <summary><c>POST /embeddings</c>, llama-server's own form: a list of vectors per input.</summary>
    public async Task NativeAsync(HttpContext context)
    {
        (List<EmbeddingJob> jobs, _) = await EmbedAsync(context);
        await JsonAnswer.OkAsync(context, json =>
        {
            json.WriteStartArray();
            for (int i = 0; i < jobs.Count; i++)
            {
                json.WriteStartObject();
                json.WriteNumber("index"u8, i);
                json.WriteStartArray("embedding"u8);
                WriteNumbers(json, jobs[i].Result.Result);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }

    /// <summary><c>POST /v1/embeddings</c>.</summary>
    public async Task OpenAiAsync(HttpContext context)
    {
        (List<EmbeddingJob> jobs, bool isBase64) = await EmbedAsync(context);
        await JsonAnswer.OkAsync(context, json =>
        {
            json.WriteStartObject();
            json.WriteString("model"u8, options.ModelName);
            json.WriteString("object"u8, "list"u8);
            json.WriteStartObject("usage"u8);
            json.WriteNumber("prompt_tokens"u8, jobs.Sum(job => job.Tokens.Length));
            json.WriteNumber("total_tokens"u8, jobs.Sum(job => job.Tokens.Length));
            json.WriteEndObject();
            json.WriteStartArray("data"u8);
            for (int i = 0; i < jobs.Count; i++)
                WriteOpenAi(json, i, jobs[i].Result.Result, isBase64);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private async Task<(List<EmbeddingJob> Jobs, bool IsBase64)> EmbedAsync(HttpContext context)
    {
        LoadedEngine loaded = engine.Loaded!;
        if (!loaded.Embeds)
        {
            throw new ApiException(ApiError.NotSupported(
                "this engine does not answer embeddings: start it with --embeddings"));
        }

        List<EmbeddingJob> jobs;
        bool isBase64;
        using (JsonDocument body = await RequestBody.ReadAsync(context))
        {
            var fields = new RequestFields(body.RootElement);
            isBase64 = ReadFormat(fields);
            int size = loaded.Model.EmbeddingLengthOut;
            int dimensions = fields.Whole("dimensions", size, 1, size);
            jobs = ReadInputs(fields, loaded, dimensions);
        }

        if (!engine.TrySubmit(jobs))
            throw new ApiException(ApiError.Unavailable("too many inputs wait already: try again later"));
        using CancellationTokenRegistration gone = context.RequestAborted.UnsafeRegister(
            static state => ((List<EmbeddingJob>)state!).ForEach(job => job.Cancel()), jobs);
        try
        {
            foreach (EmbeddingJob job in jobs)
                await job.Result.WaitAsync(context.RequestAborted);
        }
        catch (InvalidOperationException failure)
        {
            throw new ApiException(ApiError.Server(failure.Message));
        }

        if (context.Features.Get<RequestTally>() is RequestTally tally)
            tally.TokensIn = jobs.Sum(job => job.Tokens.Length);
        return (jobs, isBase64);
    }

    private static bool ReadFormat(in RequestFields fields) => fields.Text("encoding_format") switch
    {
        null or "float" => false,
        "base64" => true,
        _ => throw ApiException.InvalidField("encoding_format", "must be 'float' or 'base64'"),
    };

    private static List<EmbeddingJob> ReadInputs(in RequestFields fields, LoadedEngine loaded, int dimensions)
    {
        string name = fields.TryGet("input", out JsonElement input) ? "input" : "content";
        if (name == "content" && !fields.TryGet(name, out input))
            throw ApiException.InvalidField("input", "is missing");
        var jobs = new List<EmbeddingJob>();
        foreach (int[] tokens in PromptReader.Read(loaded.Model.Vocabulary, input, name, InputsMax))
        {
            if (tokens.Length == 0)
                throw ApiException.InvalidField(name, "must not be empty");
            if (tokens.Length > loaded.ContextTokens)
                throw new ApiException(ApiError.ContextExceeded(tokens.Length, loaded.ContextTokens));
            jobs.Add(new EmbeddingJob(tokens, dimensions));
        }

        return jobs;
    }

    private static void WriteOpenAi(Utf8JsonWriter json, int index, float[] vector, bool isBase64)
    {
        json.WriteStartObject();
        json.WriteString("object"u8, "embedding"u8);
        json.WriteNumber("index"u8, index);
        if (isBase64)
        {
            json.WriteBase64String("embedding"u8, MemoryMarshal.AsBytes(vector.AsSpan()));
        }
        else
        {
            json.WritePropertyName("embedding"u8);
            WriteNumbers(json, vector);
        }

        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, float[] vector)
    {
        json.WriteStartArray();
        foreach (float value in vector)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }
}
