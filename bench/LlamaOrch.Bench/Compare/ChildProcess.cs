using System.Diagnostics;
using LlamaOrch.Bench.Wire;

namespace LlamaOrch.Bench.Compare;

/// <summary>A process of the comparison: its output is kept, and it ends with this object.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(10);

    private readonly string name;
    private readonly Process process;
    private readonly Task stderr;
    private readonly string log;

    public ChildProcess(
        string name, string log, string file, IEnumerable<string> arguments,
        IEnumerable<KeyValuePair<string, string>> environment)
    {
        this.name = name;
        this.log = log;
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string key, string value) in environment)
            start.Environment[key] = value;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception failure)
        {
            throw new BenchException($"{file} can't be run: {failure.Message}.");
        }

        stderr = KeepAsync(process.StandardError);
    }

    /// <summary>Its process id.</summary>
    public int Pid => process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => process.HasExited;

    /// <summary>Reads its next line of output; null at the end.</summary>
    public async Task<string?> ReadLineAsync(TimeSpan max, CancellationToken cancellationToken)
    {
        try
        {
            return await process.StandardOutput.ReadLineAsync(cancellationToken).AsTask()
                .WaitAsync(max, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw Failed($"said nothing for {max.TotalSeconds:0} s");
        }
    }

    /// <summary>Waits until it says where it listens.</summary>
    public async Task<Uri> ListeningAsync(CancellationToken cancellationToken)
    {
        string? line = await ReadLineAsync(StartMax, cancellationToken);
        return line is not null && ListeningLine.Read(line) is string url
            ? new Uri(url)
            : throw Failed("did not start");
    }

    /// <summary>Keeps reading its output, so that it never waits for us.</summary>
    public void IgnoreOutput() => _ = KeepAsync(process.StandardOutput);

    /// <summary>What to throw when it failed: with the end of what it wrote.</summary>
    public BenchException Failed(string what)
    {
        string[] lines = File.Exists(log) ? File.ReadAllLines(log) : [];
        return new BenchException($"{name} {what}. {string.Join(Environment.NewLine, lines.TakeLast(10))}");
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            _ = LibC.Kill(process.Id, LibC.Sigterm);
            using var late = new CancellationTokenSource(StopMax);
            try
            {
                await process.WaitForExitAsync(late.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        await stderr;
        process.Dispose();
    }

    private async Task KeepAsync(StreamReader from)
    {
        while (await from.ReadLineAsync() is string line)
        {
            lock (process)
                File.AppendAllText(log, line + "\n");
        }
    }
}
