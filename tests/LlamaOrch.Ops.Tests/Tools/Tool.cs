using System.Diagnostics;
using LlamaOrch.TestKit.Processes;
using Xunit;

namespace LlamaOrch.Ops.Tests.Tools;

/// <summary>Programs that come with Prometheus and Alertmanager, run in the repository's root.</summary>
internal static class Tool
{
    // The longest, all rules over 14 hours of samples, takes some 20 s on a busy machine.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    /// <summary>Runs a program; what it says is the message where it does not succeed.</summary>
    /// <returns>What it wrote to stdout.</returns>
    public static async Task<string> SucceedsAsync(string program, params string[] arguments)
    {
        (int exitCode, string output, string errors) = await RunAsync(program, arguments);
        Assert.True(exitCode == 0, $"{program} {string.Join(' ', arguments)}\n{output}\n{errors}");
        return output;
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(
        string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = BuiltHost.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
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

        return (process.ExitCode, await output, await errors);
    }
}
