using System.Net;
using System.Net.Sockets;

namespace LlamaOrch.Bench.Compare;

/// <summary>Where a comparison runs: cores, files, settings of its processes.</summary>
internal sealed class BenchPlace(
    bool pin, string hosts, IReadOnlyList<KeyValuePair<string, string>> gatewayEnvironment) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("llama-orch-bench-").FullName;

    /// <summary>Where a build puts the hosts: beside this program.</summary>
    public static string DefaultHosts => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", ".."));

    /// <summary>A folder for everything that the processes write; gone at the end.</summary>
    public string Folder => folder;

    /// <summary>This program.</summary>
    public static string Self => Environment.ProcessPath!;

    /// <summary>Starts a part of the gateway on its core.</summary>
    public ChildProcess StartGateway(string name, string file, IEnumerable<string> arguments) =>
        Start(name, CpuOfGateway, file, arguments, gatewayEnvironment);

    /// <summary>Starts the stub or the load generator on the other cores.</summary>
    public ChildProcess StartEnd(string name, IEnumerable<string> arguments) =>
        Start(name, CpusOfEnds, Self, arguments, []);

    /// <summary>The built executable of a host.</summary>
    /// <exception cref="BenchException">It is not built.</exception>
    public string Host(string name)
    {
        string file = Path.Combine(hosts, name, "release", name);
        return File.Exists(file)
            ? file
            : throw new BenchException($"{file} is missing: run 'dotnet build hosts/{name}' first.");
    }

    /// <summary>A port that was free a moment ago.</summary>
    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string CpuOfGateway => $"{Environment.ProcessorCount - 1}";

    private static string CpusOfEnds => Environment.ProcessorCount > 1 ? $"0-{Environment.ProcessorCount - 2}" : "0";

    private ChildProcess Start(
        string name, string cpus, string file, IEnumerable<string> arguments,
        IReadOnlyList<KeyValuePair<string, string>> environment)
    {
        // taskset replaces itself by the program, so the process id is the program's own.
        string log = Path.Combine(folder, $"{name}.log");
        return pin
            ? new ChildProcess(name, log, "taskset", ["-c", cpus, file, .. arguments], environment)
            : new ChildProcess(name, log, file, arguments, environment);
    }
}
