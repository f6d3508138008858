using System.Text.RegularExpressions;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Processes;
using LlamaOrch.TestKit.Waiting;

namespace LlamaOrch.Cluster.Tests.Home;

/// <summary>A home of a test's own: <c>llama-orch up</c> with its own data directory and any free port.</summary>
internal sealed partial class HomeRun : IAsyncDisposable
{
    private readonly TemporaryDirectory data = new();

    private HomeRun(string[] arguments, IReadOnlyDictionary<string, string?>? environment)
    {
        IEnumerable<string> own = ["--port", "0", "--data-dir", data.File("data with a space")];
        Process = HostProcess.Start(
            "llama-orch",
            ["up", .. arguments, .. own.Chunk(2).Where(pair => !arguments.Contains(pair[0])).SelectMany(pair => pair)],
            environment);
    }

    /// <summary>The process.</summary>
    public HostProcess Process { get; }

    /// <summary>Where its control plane answers, once it says so.</summary>
    public Uri? Url => ApiLine().Match(Process.Output) is { Success: true } line ? new Uri(line.Groups[1].Value) : null;

    /// <summary>Starts it.</summary>
    public static HomeRun Start(params string[] arguments) => new(arguments, environment: null);

    /// <summary>Starts it with variables of its own.</summary>
    public static HomeRun Start(IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        new(arguments, environment);

    /// <summary>Waits until it has greeted its user; everything runs then.</summary>
    public Task GreetedAsync() => Eventually.HoldsAsync("the home to greet", () => Process.HasExited
        ? throw new InvalidOperationException($"The home ended:\n{Process.Output}\n{Process.Errors}")
        : Process.Output.Contains("Ctrl-C stops everything", StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        data.Dispose();
    }

    [GeneratedRegex(@"API\s+(http://127\.0\.0\.1:\d+)/v1")]
    private static partial Regex ApiLine();
}
