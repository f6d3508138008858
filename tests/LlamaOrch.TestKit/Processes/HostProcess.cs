using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using LlamaOrch.TestKit.Waiting;

namespace LlamaOrch.TestKit.Processes;

/// <summary>One of our programs as a real process; its output is kept, and it never outlives the test.</summary>
public sealed partial class HostProcess : IAsyncDisposable
{
    // Far above what any start or stop takes, for machines with other work.
    private static readonly TimeSpan ExitMax = TimeSpan.FromSeconds(60);
    private const int LinesMax = 10_000;

    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();
    private readonly ConcurrentQueue<string> errors = new();

    private HostProcess(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Keep(output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(errors, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Its process id.</summary>
    public int Id => process.Id;

    /// <summary>A path as this process sees it, from outside; for files on a disk of its own.</summary>
    public string PathInside(string path) => $"/proc/{Id}/root{path}";

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => process.HasExited;

    /// <summary>What it wrote to stdout so far.</summary>
    public string Output => string.Join('\n', output);

    /// <summary>What it wrote to stderr so far.</summary>
    public string Errors => string.Join('\n', errors);

    /// <summary>Starts a built host.</summary>
    /// <param name="host">Its name, such as <c>orchestratord</c>.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables on top of the test's own; null removes one.</param>
    public static HostProcess Start(
        string host, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
        => Start(BuiltHost.PathOf(host), [], arguments, environment);

    /// <summary>
    /// Starts a built host that has a small disk of its own in the place of a folder. Nobody else sees that disk;
    /// <see cref="PathInside"/> leads to it.
    /// </summary>
    /// <param name="host">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">The folder; it must exist.</param>
    /// <param name="bytes">The disk's size.</param>
    /// <param name="environment">Variables on top of the test's own; null removes one.</param>
    public static HostProcess StartOnSmallDisk(
        string host,
        IEnumerable<string> arguments,
        string folder,
        long bytes,
        IReadOnlyDictionary<string, string?>? environment = null)
    {
        // Whoever is not root may mount within a user namespace. Each program here becomes the next, so the id stays.
        string[] user = Environment.UserName == "root" ? [] : ["--user", "--map-root-user"];
        const string mount = "mount -t tmpfs -o \"size=$1\" tmpfs \"$2\" && shift 2 && exec \"$@\"";
        return Start(
            "unshare",
            [.. user, "--mount", "sh", "-c", mount, "sh", $"{bytes}", folder, BuiltHost.PathOf(host)],
            arguments,
            environment);
    }

    private static HostProcess Start(
        string program,
        IEnumerable<string> first,
        IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string?>? environment)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in first.Concat(arguments))
            start.ArgumentList.Add(argument);
        foreach ((string name, string? value) in environment ?? new Dictionary<string, string?>())
            start.Environment[name] = value;
        return new HostProcess(Process.Start(start)!);
    }

    /// <summary>The URL that a daemon says it listens on.</summary>
    /// <exception cref="InvalidOperationException">It ended instead; the message has its output.</exception>
    public async Task<Uri> ListeningUrlAsync()
    {
        await Eventually.HoldsAsync(
            $"process {Id} to listen", () => HasExited || ListeningLine().IsMatch(Output));
        Match listening = ListeningLine().Match(Output);
        return listening.Success
            ? new Uri(listening.Groups[1].Value)
            : throw new InvalidOperationException($"The process ended with {process.ExitCode}:\n{Output}\n{Errors}");
    }

    /// <summary>Ends its standard input, as its parent's death would.</summary>
    public void CloseInput() => process.StandardInput.Close();

    /// <summary>Ends it as a power cut would.</summary>
    public void Kill() => PosixSignals.Send(Id, PosixSignals.Kill);

    /// <summary>Pauses it: it keeps its connections and does nothing.</summary>
    public void Pause() => PosixSignals.Send(Id, PosixSignals.Stop);

    /// <summary>Lets it go on.</summary>
    public void Resume() => PosixSignals.Send(Id, PosixSignals.Continue);

    /// <summary>Asks it to stop, as a supervisor does.</summary>
    public void Terminate() => PosixSignals.Send(Id, PosixSignals.Terminate);

    /// <summary>Asks it to stop, as Ctrl-C does.</summary>
    public void Interrupt() => PosixSignals.Send(Id, PosixSignals.Interrupt);

    /// <summary>Waits for its end; returns its exit code.</summary>
    /// <exception cref="TimeoutException">It did not end within a minute.</exception>
    public async Task<int> ExitCodeAsync()
    {
        try
        {
            await process.WaitForExitAsync().WaitAsync(ExitMax);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Process {Id} did not end within {ExitMax}:\n{Output}\n{Errors}");
        }

        return process.ExitCode;
    }

    /// <summary>The ids of its child processes.</summary>
    public IReadOnlyList<int> ChildIds()
    {
        var children = new List<int>();
        try
        {
            // Children belong to the thread that started them, so every thread's list counts.
            foreach (string thread in Directory.EnumerateDirectories($"/proc/{Id}/task"))
            {
                children.AddRange(File.ReadAllText(Path.Combine(thread, "children"))
                    .Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse));
            }
        }
        catch (IOException)
        {
            // The process or one of its threads ended meanwhile: what was seen until then is all there is.
        }

        return children;
    }

    /// <summary>Kills it if it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
        }

        process.Dispose();
    }

    /// <summary>Ends a child process as a power cut would.</summary>
    /// <exception cref="InvalidOperationException">It is no child of this process.</exception>
    public void KillChild(int childId)
    {
        if (!ChildIds().Contains(childId))
            throw new InvalidOperationException($"{childId} is no child of {Id}");
        PosixSignals.Send(childId, PosixSignals.Kill);
    }

    /// <summary>Whether a process of this id runs, on Linux.</summary>
    public static bool IsRunning(int processId) => Directory.Exists($"/proc/{processId}");

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is null)
            return;
        lines.Enqueue(line);
        if (lines.Count > LinesMax)
            lines.TryDequeue(out _);
    }

    [GeneratedRegex("Listening on (http:[^\\s\"]+)")]
    private static partial Regex ListeningLine();
}
