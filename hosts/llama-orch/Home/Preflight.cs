using System.Net;
using System.Net.Sockets;
using LlamaOrch.Contracts.Ids;
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
        {
            ModelId model = await EngineServer.AskModelAsync(url, EngineKey(options), cancellationToken);
            return new ServedEngine.Attached(model, url);
        }

        string file = Path.GetFullPath(options.ModelFile ?? ModelFile.Shipped);
        EnginePreflight.Check(file, options.Slots * options.Nodes, options.ContextTokens);
        return new ServedEngine.Embedded(ModelFile.NameOf(file), file);
    }

    private static string? EngineKey(HomeOptions options)
    {
        if (options.EngineApiKeyFile is not string file)
            return Environment.GetEnvironmentVariable(EngineServer.ApiKeyVariable);
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                ExitCode.BadConfiguration, $"--engine-api-key-file: {file} can't be read: {failure.Message}", failure);
        }
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
