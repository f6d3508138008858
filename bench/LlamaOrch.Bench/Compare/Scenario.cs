namespace LlamaOrch.Bench.Compare;

/// <summary>One load that every gateway gets.</summary>
/// <param name="Name">What it is called in the results.</param>
/// <param name="PerToken">Whether cost per token says more than cost per request.</param>
/// <param name="Arguments">Arguments of <c>load</c>.</param>
internal sealed record Scenario(string Name, bool PerToken, params string[] Arguments)
{
    /// <summary>For every gateway, in order.</summary>
    public static readonly IReadOnlyList<Scenario> Chats =
    [
        new("chat", false, "--connections", "32"),
        new("stream", false, "--connections", "32", "--stream"),
        new("chat-1000", false, "--connections", "128", "--rate", "1000"),
        new("stream-500", false, "--connections", "128", "--rate", "500", "--stream"),
        new("paced", true, "--connections", "200", "--stream", "--token-interval-ms", "20"),
        new("abort", false,
            "--connections", "20", "--stream", "--token-interval-ms", "20", "--abort-after-tokens", "5"),
    ];

    /// <summary>For the gateways that know tasks; the first one for those of one slot.</summary>
    public static readonly IReadOnlyList<Scenario> Tasks =
    [
        new("task-admission", false,
            "--plane", "admission", "--hold", "1", "--connections", "64", "--prompt-bytes", "100"),
        new("task-1000", false,
            "--plane", "task", "--connections", "128", "--rate", "1000", "--tokens", "1", "--prompt-bytes", "100"),
        new("task-cycle", false,
            "--plane", "task", "--connections", "64", "--tokens", "16", "--prompt-bytes", "100"),
    ];

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<Scenario> All = [.. Chats, .. Tasks];

    /// <summary>The scenario of a name.</summary>
    /// <exception cref="BenchException">There is none.</exception>
    public static Scenario Find(string name) => All.FirstOrDefault(scenario => scenario.Name == name)
        ?? throw new BenchException($"There is no scenario '{name}'.");
}
