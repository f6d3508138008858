using System.Text.Json;
using Json.Schema;
using LlamaOrch.TestKit.Processes;

namespace LlamaOrch.TestKit.Logs;

/// <summary>The published schema of log lines.</summary>
public static class LogSchema
{
    private static readonly JsonSchema Schema =
        JsonSchema.FromFile(Path.Combine(BuiltHost.Root, "docs/reference/log-line.schema.json"));

    /// <summary>What is wrong with a line; empty when it is as the schema says.</summary>
    public static IReadOnlyList<string> ProblemsOf(string line)
    {
        JsonElement json;
        try
        {
            json = JsonSerializer.Deserialize<JsonElement>(line);
        }
        catch (JsonException failure)
        {
            return [$"no JSON ({failure.Message}): {line}"];
        }

        EvaluationResults results = Schema.Evaluate(json, new EvaluationOptions { OutputFormat = OutputFormat.List });
        return results.IsValid
            ? []
            : [.. (results.Details ?? [])
                .Where(detail => detail.Errors is not null)
                .SelectMany(detail => detail.Errors!.Select(
                    error => $"{detail.InstanceLocation} {error.Key}: {error.Value} in {line}"))];
    }
}
