using System.Text.Json;
using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.PoolManager.Engines;

/// <summary>
/// Any OpenAI-compatible server: <c>/v1/models</c> is its health, and <c>/props</c> is asked in case it has it.
/// </summary>
internal sealed class OpenAiAdapter(EngineHttp http) : IEngineAdapter
{
    public async Task<EngineProbe> ProbeAsync(
        EngineAttachment engine, EngineProperties? known, CancellationToken cancellationToken)
    {
        EngineReply models = await http.GetAsync(engine, "/v1/models", cancellationToken);
        if (models.Health != EngineHealth.Ok)
            return models.AsProbe();
        if (known is not null)
            return new EngineProbe(EngineHealth.Ok, known);

        EngineReply first = First(models);
        if ((engine.ModelId ?? ModelNames.Parse(first.Text("id"))) is not ModelId model)
            return ModelNames.NoName(engine);

        // Only llama-server has /props; anybody else's refusal of it says nothing about their health.
        EngineReply props = await http.GetAsync(engine, "/props", cancellationToken);
        EngineProperties properties = LlamaCppAdapter.Read(engine, model, props);
        if (properties.ContextTokens == 0 && first.Int("max_model_len") is int length and > 0)
            properties = properties with { ContextTokens = Math.Min(length, EngineLimits.ContextTokensMax) };
        return new EngineProbe(EngineHealth.Ok, properties);
    }

    private static EngineReply First(EngineReply models) =>
        models.Json.ValueKind == JsonValueKind.Object
        && models.Json.TryGetProperty("data", out JsonElement data)
        && data.ValueKind == JsonValueKind.Array && data.GetArrayLength() > 0
            ? models with { Json = data[0] }
            : default;
}
