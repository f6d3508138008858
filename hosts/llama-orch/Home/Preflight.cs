using System.Net;
using System.Net.Sockets;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.LlamaCpp.Startup;

namespace LlamaOrch.Cli.Home;

/// <summary>
/// What can be said before anything slow is started: the port, the model file, the memory, the engine's URL.
/// </summary>
internal static class Preflight
{
    /// <summary>Checks all, and finds out what will be served.</summary>
    /// <exception cref="StartupException">The start can't succeed; the sentence says why.</exception>
    public static async Task<ServedEngine> RunAsync(HomeOptions options, CancellationToken cancellationToken)
    {
        CheckPort(options.Port);
        if (options.EngineUrl is Uri url)
            return new ServedEngine.Attached(await EngineServer.AskModelAsync(url, cancellationToken), url);

        string file = Path.GetFullPath(options.ModelFile ?? ModelFile.Shipped);
        EnginePreflight.Check(file, options.Slots * options.Nodes, options.ContextTokens);
        return new ServedEngine.Embedded(ModelFile.NameOf(file), file);
    }

    /// <summary>Free now; who takes it in between makes the start itself fail in the same way.</summary>
    private static void CheckPort(int port)
    {
        using var probe = new TcpListener(IPAddress.Loopback, port);
        try
        {
            probe.Start();
        }
        catch (SocketException failure)
        {
            throw failure.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? new StartupException(
                    ExitCode.PortInUse,
                    $"Port {port} is in use: stop the program that has it, or choose another with --port.",
                    failure)
                : new StartupException(
                    ExitCode.BadConfiguration, $"Port {port} can't be used: {failure.Message}.", failure);
        }
    }
}
