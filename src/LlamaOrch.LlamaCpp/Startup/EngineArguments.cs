using System.Net;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.LlamaCpp.Inference;
using LlamaOrch.LlamaCpp.Native;

namespace LlamaOrch.LlamaCpp.Startup;

/// <summary>Reads the worker's command line.</summary>
internal static class EngineArguments
{
    private const int ContextTokensMax = 16 * 1024 * 1024;

    /// <summary>The options; the exception's sentence names the argument.</summary>
    /// <exception cref="StartupException">An argument is unknown, incomplete or out of range.</exception>
    public static EngineOptions Parse(IReadOnlyList<string> args)
    {
        var options = new EngineOptions { ModelPath = "" };
        for (int i = 0; i < args.Count; i++)
        {
            string name = args[i];
            options = name switch
            {
                "--embeddings" or "--embedding" => options with { Embeddings = true },
                "--exit-with-stdin" => options with { ExitWithStdin = true },
                _ when i + 1 < args.Count => WithValue(options, name, args[++i]),
                _ => throw Usage($"{name} is unknown or lacks its value"),
            };
        }

        return options.ModelPath.Length > 0 ? options : throw Usage("--model FILE.gguf is missing");
    }

    private static EngineOptions WithValue(EngineOptions options, string name, string value) => name switch
    {
        "--model" or "-m" => options with { ModelPath = value },
        "--host" => options with { Host = Loopback(value) },
        "--port" => options with { Port = Number(name, value, 0, ushort.MaxValue) },
        "--slots" or "--parallel" or "-np" => options with { Slots = Number(name, value, 1, 64) },
        "--ctx-size" or "-c" => options with { ContextTokens = Number(name, value, 0, ContextTokensMax) },
        "--threads" or "-t" => options with { Threads = Number(name, value, 0, 512) },
        "--alias" or "-a" => options with { Alias = value },
        "--batching" => options with { Batching = OneOf<BatchingMode>(name, value) },
        "--log-level" => options with { LogLevel = OneOf<NativeLogLevel>(name, value) },
        "--log-format" => options with { LogFormat = OneOf<EngineLogFormat>(name, value) },
        _ => throw Usage($"{name} is unknown"),
    };

    /// <summary>
    /// The API has no authentication, so it is for this machine only; the node agent is the open door.
    /// </summary>
    private static string Loopback(string value)
    {
        string address = value == "localhost" ? "127.0.0.1" : value;
        return IPAddress.TryParse(address, out IPAddress? parsed) && IPAddress.IsLoopback(parsed)
            ? address
            : throw Usage($"--host must be a loopback address, because this API has no authentication, not '{value}'");
    }

    private static int Number(string name, string value, int min, int max) =>
        int.TryParse(value, out int number) && number >= min && number <= max
            ? number
            : throw Usage($"{name} must be a whole number from {min} to {max}, not '{value}'");

    private static T OneOf<T>(string name, string value)
        where T : struct, Enum
    {
        bool isName = Enum.TryParse(value, ignoreCase: true, out T parsed) && !char.IsAsciiDigit(value[0]);
        return isName
            ? parsed
            : throw Usage($"{name} must be one of {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}");
    }

    private static StartupException Usage(string problem) => new(
        ExitCode.Usage,
        $"engine: {problem}. Usage: engine --model FILE.gguf [--host ADDRESS] [--port N] [--slots N] [--ctx-size N] "
        + "[--threads N] [--alias NAME] [--embeddings] [--batching auto|always|never] "
        + "[--log-level debug|info|warn|error|off] [--log-format text|json] [--exit-with-stdin], or: engine fetch");
}
