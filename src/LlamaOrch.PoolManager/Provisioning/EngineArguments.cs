using LlamaOrch.PoolManager.Pools;

namespace LlamaOrch.PoolManager.Provisioning;

/// <summary>What the embedded engine is told: its model, its slots, and to end with us.</summary>
internal static class EngineArguments
{
    public static IReadOnlyList<string> For(PoolSpec spec)
    {
        List<string> arguments =
        [
            "--model", spec.ModelPath,
            "--host", "127.0.0.1",
            "--port", "0",
            "--slots", $"{spec.Slots}",
            "--ctx-size", $"{spec.ContextTokens ?? 0}",
            "--threads", $"{spec.Threads ?? 0}",
            "--alias", $"{spec.ModelId}",
            "--log-format", "json",
            "--exit-with-stdin",
        ];
        if (spec.Embeddings)
            arguments.Add("--embeddings");
        return arguments;
    }
}
