using System.Text.Json;
using LlamaOrch.LlamaCpp.Http.Answers;
using LlamaOrch.LlamaCpp.Inference;
using LlamaOrch.LlamaCpp.Model;
using LlamaOrch.LlamaCpp.Sampling;
using LlamaOrch.LlamaCpp.Startup;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.LlamaCpp.Http.Endpoints;

/// <summary>What the engine is and does: health, properties, slots, models.</summary>
internal sealed class InfoEndpoints(InferenceEngine engine, EngineOptions options)
{
    private readonly long _started = DateTimeOffset.UtcNow.ToUnixTimeSeconds();

    private LoadedEngine Loaded => engine.Loaded!;

    /// <summary><c>GET /health</c>.</summary>
    public static Task HealthAsync(HttpContext context) => JsonAnswer.OkAsync(context, json =>
    {
        json.WriteStartObject();
        json.WriteString("status"u8, "ok"u8);
        json.WriteEndObject();
    });

    /// <summary><c>GET /props</c>.</summary>
    public Task PropsAsync(HttpContext context) => JsonAnswer.OkAsync(context, json =>
    {
        LlamaModel model = Loaded.Model;
        json.WriteStartObject();
        json.WriteStartObject("default_generation_settings"u8);
        json.WritePropertyName("params"u8);
        SettingsWriter.Write(json, SamplingParameters.Default, -1, [], stream: true);
        json.WriteNumber("n_ctx"u8, Loaded.ContextTokens);
        json.WriteEndObject();
        json.WriteNumber("total_slots"u8, options.Slots);
        json.WriteString("model_alias"u8, options.ModelName);
        json.WriteString("model_path"u8, options.ModelPath);
        json.WriteStartObject("modalities"u8);
        json.WriteBoolean("vision"u8, false);
        json.WriteBoolean("audio"u8, false);
        json.WriteEndObject();
        json.WriteBoolean("endpoint_slots"u8, true);
        json.WriteBoolean("endpoint_props"u8, false);
        json.WriteBoolean("endpoint_metrics"u8, true);
        json.WriteString("chat_template"u8, model.ChatTemplate ?? ChatTemplate.Default);
        json.WriteString("bos_token"u8, model.Vocabulary.SpecialText(model.Vocabulary.BeginToken));
        json.WriteString("eos_token"u8, model.Vocabulary.SpecialText(model.Vocabulary.EndToken));
        json.WriteString("build_info"u8, AnswerParts.BuildInfo);
        json.WriteString("model_description"u8, model.Description);
        json.WriteBoolean("is_sleeping"u8, false);
        json.WriteString("batching"u8, Loaded.Policy.Description);
        json.WriteEndObject();
    });

    /// <summary><c>GET /slots</c>; with <c>?fail_on_no_slot=1</c> 503 while none is free.</summary>
    public Task SlotsAsync(HttpContext context)
    {
        IReadOnlyList<Slot> slots = Loaded.Loop.Slots;
        if (context.Request.Query.ContainsKey("fail_on_no_slot") && slots.All(slot => slot.Job is not null))
            return JsonAnswer.ErrorAsync(context, ApiError.Unavailable("no slot available"));
        return JsonAnswer.OkAsync(context, json =>
        {
            json.WriteStartArray();
            foreach (Slot slot in slots)
                WriteSlot(json, slot);
            json.WriteEndArray();
        });
    }

    /// <summary><c>GET /v1/models</c>.</summary>
    public Task ModelsAsync(HttpContext context) => JsonAnswer.OkAsync(context, json =>
    {
        LlamaModel model = Loaded.Model;
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        json.WriteStartObject();
        json.WriteString("id"u8, options.ModelName);
        json.WriteString("object"u8, "model"u8);
        json.WriteNumber("created"u8, _started);
        json.WriteString("owned_by"u8, "llamacpp"u8);
        json.WriteStartObject("meta"u8);
        json.WriteNumber("vocab_type"u8, model.Vocabulary.Type);
        json.WriteNumber("n_vocab"u8, model.Vocabulary.TokenCount);
        json.WriteNumber("n_ctx"u8, Loaded.ContextTokens);
        json.WriteNumber("n_ctx_train"u8, model.TrainedContextTokens);
        json.WriteNumber("n_embd"u8, model.EmbeddingLength);
        json.WriteNumber("n_params"u8, model.ParameterCount);
        json.WriteNumber("size"u8, model.SizeBytes);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary>Read beside the decode thread: numbers may be a step apart from each other.</summary>
    private void WriteSlot(Utf8JsonWriter json, Slot slot)
    {
        GenerationJob? job = slot.Job;
        json.WriteStartObject();
        json.WriteNumber("id"u8, slot.Id);
        json.WriteNumber("n_ctx"u8, Loaded.ContextTokens);
        json.WriteBoolean("speculative"u8, false);
        json.WriteBoolean("is_processing"u8, job is not null);
        if (job is not null)
        {
            json.WriteNumber("n_prompt_tokens"u8, job.Prompt.Length);
            json.WriteNumber("n_prompt_tokens_processed"u8, Math.Min(slot.Length, job.Prompt.Length));
            json.WriteNumber("n_prompt_tokens_cache"u8, job.CachedCount);
            json.WriteStartArray("next_token"u8);
            json.WriteStartObject();
            json.WriteBoolean("has_next_token"u8, job.GeneratedCount < job.TokensMax);
            json.WriteNumber("n_remain"u8, job.TokensMax - job.GeneratedCount);
            json.WriteNumber("n_decoded"u8, job.GeneratedCount);
            json.WriteEndObject();
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
