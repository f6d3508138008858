using System.Diagnostics;

namespace LlamaOrch.TestKit.Monitoring;

/// <summary>Prometheus' own judge of its files and formats.</summary>
public static class Promtool
{
    /// <summary>Runs it; returns its exit code and all that it said.</summary>
    /// <param name="input">What it reads from its standard input; null for nothing.</param>
    /// <param name="arguments">Such as <c>check</c> and <c>metrics</c>.</param>
    public static async Task<(int ExitCode, string Said)> RunAsync(string? input, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("promtool", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        if (input is not null)
            await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }
}
