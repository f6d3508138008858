using System.Diagnostics;
using System.Text;
using LlamaOrch.TestKit.Processes;
using LlamaOrch.TestKit.Waiting;

namespace LlamaOrch.Cluster.Tests.Operations;

/// <summary>A command of <c>llama-orch</c> at a terminal of its own, which <c>script</c> makes.</summary>
internal sealed class PseudoTerminal : IAsyncDisposable
{
    private readonly Process process;
    private readonly StringBuilder seen = new();
    private readonly Task reading;

    private PseudoTerminal(Process process)
    {
        this.process = process;
        reading = ReadAsync();
    }

    /// <summary>Everything that the terminal was sent so far.</summary>
    public string Seen
    {
        get
        {
            lock (seen)
                return seen.ToString();
        }
    }

    /// <summary>Starts a command in a window of a size.</summary>
    public static PseudoTerminal Start(
        int columns, int rows, string arguments, params (string, string)[] environment) =>
        StartProgram("llama-orch", columns, rows, arguments, before: string.Empty, environment);

    /// <summary>Starts a program in a window, after a shell command that prepares for it.</summary>
    public static PseudoTerminal StartProgram(
        string host, int columns, int rows, string arguments, string before, params (string, string)[] environment)
    {
        var start = new ProcessStartInfo("script")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.ArgumentList.Add("-qefc");
        start.ArgumentList.Add($"stty cols {columns} rows {rows}; {before} exec {BuiltHost.PathOf(host)} {arguments}");
        start.ArgumentList.Add("/dev/null");
        start.Environment["TERM"] = "xterm-256color";
        start.Environment.Remove("NO_COLOR");
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        return new PseudoTerminal(Process.Start(start)!);
    }

    /// <summary>Presses keys.</summary>
    public async Task TypeAsync(string keys)
    {
        await process.StandardInput.WriteAsync(keys);
        await process.StandardInput.FlushAsync();
    }

    /// <summary>Waits until a text was drawn.</summary>
    public Task ShowsAsync(string text) => Eventually.HoldsAsync(
        $"'{text}' on the terminal", () => Seen.Contains(text, StringComparison.Ordinal));

    /// <summary>Waits for its end; returns its exit code.</summary>
    public async Task<int> ExitCodeAsync()
    {
        await Eventually.HoldsAsync("the command to end", () => process.HasExited);
        await reading;
        return process.ExitCode;
    }

    /// <summary>Closes the window, and returns the id of the program that runs in it.</summary>
    public async Task<int> CloseAsync()
    {
        int program = ChildOf(process.Id);
        process.Kill();
        await reading;
        return program;
    }

    private static int ChildOf(int processId) => Directory.EnumerateDirectories($"/proc/{processId}/task")
        .SelectMany(thread => File.ReadAllText(Path.Combine(thread, "children")).Split(' '))
        .Where(child => child.Length > 0).Select(int.Parse).Single();

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await reading;
        process.Dispose();
    }

    private async Task ReadAsync()
    {
        char[] buffer = new char[4096];
        int count;
        while ((count = await process.StandardOutput.ReadAsync(buffer)) > 0)
        {
            lock (seen)
                seen.Append(buffer, 0, count);
        }
    }
}
