using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Waiting;

namespace LlamaOrch.TestKit.Databases;

/// <summary>
/// A real PostgreSQL server on loopback, a child of the tests, on a directory of its own. It refuses to run as root,
/// so as root it is run by the user that Debian's package has made.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "postgres";
    private const int ImmediateShutdown = 3;

    private readonly TemporaryDirectory directory = new();
    private readonly string data;
    private readonly int port = FreePort();
    private Process? server;
    private int databases;

    private PostgresServer() => data = directory.File("data");

    /// <summary>The server's process id.</summary>
    public int Id => server!.Id;

    /// <summary>Its port on loopback.</summary>
    public int Port => port;

    /// <summary>Makes a cluster and starts its server.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        var made = new PostgresServer();
        if (Environment.UserName == "root")
        {
            await RunAsync("chmod", ["711", made.directory.Path]);
            await RunAsync("install", ["-d", "-o", User, "-g", User, "-m", "700", made.data]);
        }

        await made.RunHereAsync(
            "initdb", "-D", made.data, "-U", User, "--auth=trust", "--no-sync", "--encoding=UTF8", "--no-locale");
        await made.StartServerAsync();
        return made;
    }

    /// <summary>Makes an empty database; returns its address.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        string name = $"test{Interlocked.Increment(ref databases)}";
        await RunHereAsync("createdb", "-h", "127.0.0.1", "-p", $"{port}", "-U", User, name);
        return $"postgres://{User}@127.0.0.1:{port}/{name}";
    }

    /// <summary>Ends the server as a crash would.</summary>
    public async Task CrashAsync()
    {
        Processes.PosixSignals.Send(Id, ImmediateShutdown);
        await server!.WaitForExitAsync();
    }

    /// <summary>Starts the server again on what its disk has.</summary>
    public async Task StartServerAsync()
    {
        server = Process.Start(Command(
            "postgres", ["-D", data, "-p", $"{port}", "-c", "listen_addresses=127.0.0.1", "-k", data]))!;
        _ = server.StandardOutput.ReadToEndAsync();
        _ = server.StandardError.ReadToEndAsync();
        await Eventually.HoldsAsync("PostgreSQL to take connections", async () =>
        {
            using Process ready = Process.Start(Command("pg_isready", ["-h", "127.0.0.1", "-p", $"{port}"]))!;
            await ready.WaitForExitAsync();
            return ready.ExitCode == 0;
        });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (server is { HasExited: false })
            await CrashAsync();
        server?.Dispose();
        directory.Dispose();
    }

    private Task RunHereAsync(string program, params string[] arguments) => RunAsync(Command(program, arguments));

    private static Task RunAsync(string program, string[] arguments) => RunAsync(Start(program, arguments));

    private static async Task RunAsync(ProcessStartInfo start)
    {
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"{start.FileName} ended with {process.ExitCode}: {await output}{errors}");
        }
    }

    private ProcessStartInfo Command(string program, string[] arguments)
    {
        string path = Path.Combine(Programs(), program);
        // setpriv becomes the program, so the server is a direct child.
        ProcessStartInfo start = Environment.UserName == "root"
            ? Start("setpriv", ["--reuid", User, "--regid", User, "--clear-groups", path, .. arguments])
            : Start(path, arguments);
        start.WorkingDirectory = directory.Path;
        return start;
    }

    private static ProcessStartInfo Start(string program, string[] arguments) => new(program, arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    private static string Programs() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Last() + "/bin"
            : throw new DirectoryNotFoundException("PostgreSQL is not installed: 'apt-get install postgresql'.");

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
