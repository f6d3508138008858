namespace LlamaOrch.Cluster.Tests.Fleet;

/// <summary>A pool of a test's node, as the node's settings name it.</summary>
/// <param name="PoolId">The pool.</param>
/// <param name="Settings">Its settings, by key.</param>
internal sealed record TestPool(string PoolId, IReadOnlyDictionary<string, string> Settings)
{
    public const string RealModel = "test-model";

    /// <summary>The embedded engine with a real model.</summary>
    public static TestPool Embedded(string poolId, string modelFile, int slots = 2) => new(
        poolId,
        new Dictionary<string, string>
        {
            ["engine"] = "llamacpp",
            ["model_path"] = modelFile,
            ["model_id"] = RealModel,
            ["slots"] = slots.ToString(),
            ["threads"] = "1",
            ["device"] = "cpu",
        });

    /// <summary>A server that the test runs, for faults that a real engine can't be asked to make.</summary>
    public static TestPool Attached(string poolId, Uri engine, int slots = 4) => new(
        poolId,
        new Dictionary<string, string>
        {
            ["engine"] = "openai",
            ["engine_url"] = engine.ToString(),
            ["slots"] = slots.ToString(),
        });

    /// <summary>The arguments that make it pool number <paramref name="index"/> of a node.</summary>
    public IEnumerable<string> Arguments(int index) =>
        Settings.Prepend(new("pool_id", PoolId)).Select(setting => $"--pools:{index}:{setting.Key}={setting.Value}");
}
