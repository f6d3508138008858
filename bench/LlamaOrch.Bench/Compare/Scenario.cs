namespace LlamaOrch.Bench.Compare;

/// <summary>One load that every gateway gets.</summary>
/// <param name="Name">What it is called in the results.</param>
/// <param name="PerToken">Whether cost per token says more than cost per request.</param>
/// <param name="Arguments">Arguments of <c>load</c>.</param>
internal sealed record Scenario(string Name, bool PerToken, params string[] Arguments)
{
    /// <summary>All of them, in order.</summary>
    public static readonly IReadOnlyList<Scenario> All =
    [
        new("chat", false, "--connections", "32"),
        new("stream", false, "--connections", "32", "--stream"),
        new("chat-1000", false, "--connections", "128", "--rate", "1000"),
        new("stream-500", false, "--connections", "128", "--rate", "500", "--stream"),
        new("paced", true, "--connections", "200", "--stream", "--token-interval-ms", "20"),
        new("abort", false,
            "--connections", "20", "--stream", "--token-interval-ms", "20", "--abort-after-tokens", "5"),
    ];

    /// <summary>The scenario of a name.</summary>
    /// <exception cref="BenchException">There is none.</exception>
    public static Scenario Find(string name) => All.FirstOrDefault(scenario => scenario.Name == name)
        ?? throw new BenchException($"There is no scenario '{name}'.");
}
