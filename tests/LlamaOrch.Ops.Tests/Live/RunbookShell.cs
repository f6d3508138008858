using System.Diagnostics;
using LlamaOrch.Ops.Tests.Documents;
using Xunit;

namespace LlamaOrch.Ops.Tests.Live;

/// <summary>Runs the runbook's commands as a person would who has typed its first block.</summary>
internal static class RunbookShell
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Runs blocks one after the other in one shell; each command must succeed, and none may show the token.
    /// </summary>
    /// <returns>What they printed.</returns>
    public static async Task<string> SucceedsAsync(
        IEnumerable<RunbookBlock> blocks, IReadOnlyDictionary<string, string> environment)
    {
        string setup = RunbookPage.Blocks.Single(block => block.Kind == RunbookBlock.Setup).Commands;
        string commands = string.Join('\n', blocks.Select(block => block.Commands));
        var start = new ProcessStartInfo("bash", ["-c", $"set -euo pipefail\n{setup}\n{commands}"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("LLORCH_API_TOKEN");
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using Process shell = Process.Start(start)!;
        Task<string> output = shell.StandardOutput.ReadToEndAsync();
        Task<string> errors = shell.StandardError.ReadToEndAsync();
        await shell.StandardInput.WriteLineAsync(OpsFleet.Token);
        shell.StandardInput.Close();
        try
        {
            await shell.WaitForExitAsync().WaitAsync(Longest);
        }
        finally
        {
            if (!shell.HasExited)
                shell.Kill(entireProcessTree: true);
        }

        string said = $"{await output}\n{await errors}";
        Assert.True(shell.ExitCode == 0, $"Exit code {shell.ExitCode} of\n{commands}\n{said}");
        Assert.DoesNotContain(OpsFleet.Token, said, StringComparison.Ordinal);
        return said;
    }
}
