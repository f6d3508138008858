using LlamaOrch.Contracts.Engines;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Hosting.Startup;
using LlamaOrch.PoolManager.Devices;
using LlamaOrch.PoolManager.Engines;

namespace LlamaOrch.PoolManager.Configuration;

/// <summary>What the settings of one pool must satisfy.</summary>
internal static class PoolOptionsRules
{
    /// <summary>What an id is, as the end of a sentence.</summary>
    public static string IdRule { get; } =
        $"1 to {IdentifierRules.LengthMax} characters out of A-Z a-z 0-9 . _ : -";

    public static void Check(List<string> problems, string key, PoolOptions pool)
    {
        if (!IdentifierRules.IsValid(pool.PoolId))
            problems.Add($"{key}:pool_id: '{pool.PoolId}' is not {IdRule}");
        if (pool.ModelId is string model && !IdentifierRules.IsValid(model, allowSlash: true))
            problems.Add($"{key}:model_id: '{model}' is not {IdRule} / @");
        Range(problems, $"{key}:slots", pool.Slots, EngineLimits.SlotsMax);
        Range(problems, $"{key}:context_tokens", pool.ContextTokens, EngineLimits.ContextTokensMax);
        Range(problems, $"{key}:threads", pool.Threads, 1_024);
        Engine(problems, key, pool);
    }

    private static void Engine(List<string> problems, string key, PoolOptions pool)
    {
        switch (pool.Engine)
        {
            case EngineKinds.LlamaCpp:
                if (string.IsNullOrWhiteSpace(pool.ModelPath))
                    problems.Add($"{key}:model_path: engine llamacpp needs the path of a GGUF file.");
                if ((pool.EngineModel ?? pool.EngineApiKeyFile ?? pool.EngineApiKeyVariable) is not null)
                    problems.Add($"{key}:engine: engine_model and engine_api_key_… are for engines at an engine_url.");
                if (pool.Device != DeviceMasks.Cpu)
                    problems.Add($"{key}:device: '{pool.Device}' is not cpu, where alone the embedded engine runs.");
                break;
            case EngineKinds.OpenAi:
                if (CalledUrl.ProblemOf(pool.EngineUrl) is string problem)
                    problems.Add($"{key}:engine_url: {problem}");
                if (pool.EngineModel is string name && !EngineLimits.IsName(name))
                    problems.Add($"{key}:engine_model: it has 1 to {EngineLimits.NameLengthMax} characters.");
                if (EngineSecret.ProblemOf(pool.EngineApiKeyFile, pool.EngineApiKeyVariable) is string secret)
                    problems.Add($"{key}:engine_api_key_{KeyOf(pool)}: {secret}");
                if (!DeviceMasks.IsValid(pool.Device))
                    problems.Add($"{key}:device: '{pool.Device}' is neither cpu nor device ids separated by commas.");
                break;
            default:
                problems.Add($"{key}:engine: '{pool.Engine}' is not one of: llamacpp, openai.");
                break;
        }
    }

    private static string KeyOf(PoolOptions pool) => pool.EngineApiKeyFile is null ? "variable" : "file";

    private static void Range(List<string> problems, string key, int? value, int max)
    {
        if (value < 1 || value > max)
            problems.Add($"{key}: {value} is not from 1 to {max}.");
    }
}
