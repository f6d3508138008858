using System.Diagnostics;
using LlamaOrch.TestKit.Processes;
using Xunit;

namespace LlamaOrch.Cluster.Tests.OpenAi;

/// <summary>A scenario in JavaScript, with OpenAI's own npm package as the client.</summary>
internal static class NodeScenario
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    private static string Folder { get; } =
        Path.Combine(BuiltHost.Root, "tests", "LlamaOrch.Cluster.Tests", "OpenAi", "node");

    /// <summary>Runs it; its output is the message where it does not hold.</summary>
    /// <param name="scenario">Its name.</param>
    /// <param name="url">The server's address.</param>
    /// <param name="model">The model that it asks for.</param>
    /// <param name="told">What to do when it tells that it came so far, by its first line of output.</param>
    public static async Task HoldsAsync(string scenario, Uri url, string model, Action? told = null)
    {
        Assert.True(
            Directory.Exists(Path.Combine(Folder, "node_modules", "openai")),
            $"The npm package is not installed: run ./test, or 'npm ci' in {Folder}.");
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in (string[])["run.mjs", scenario, url.ToString(), OpenAiFleet.Token, model])
            start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        Task<string> output = ReadAsync(process.StandardOutput, told);
        Task<string> errors = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(Longest);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }

        Assert.True(process.ExitCode == 0, $"{scenario}\n{await output}\n{await errors}");
    }

    private static async Task<string> ReadAsync(StreamReader output, Action? told)
    {
        string? first = await output.ReadLineAsync();
        if (first is not null)
            told?.Invoke();
        return first + await output.ReadToEndAsync();
    }
}
