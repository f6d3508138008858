using Microsoft.Extensions.Options;

namespace LlamaOrch.Orchestrator.Tests.Settings;

internal sealed class SampleRules : IValidateOptions<SampleOptions>
{
    public ValidateOptionsResult Validate(string? name, SampleOptions options)
    {
        List<string> problems = [];
        if (options.QueueCapacity < 1)
            problems.Add($"queue_capacity: {options.QueueCapacity} is not from 1 to 100.");
        if (options.EngineApiKey is string key && key.Contains(' '))
            problems.Add($"engine_api_key: '{key}' has a space.");
        for (int index = 0; index < options.Pools.Count; index++)
        {
            if (options.Pools[index].ModelPath is null)
                problems.Add($"pools:{index}:model_path: a pool needs a model.");
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
