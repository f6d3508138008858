using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Hosting.Security;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.PoolManager.Provisioning;

/// <summary>
/// A running engine process. Its stdin is a pipe that this process holds open and that ends with this process, however
/// it ends: the engine takes that as its own end.
/// </summary>
internal sealed partial class EngineProcess : IAsyncDisposable
{
    // An engine that stops finishes its current step; this is far more than that takes.
    private static readonly TimeSpan StopMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan TerminateMax = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LastWordsMax = TimeSpan.FromSeconds(1);
    private const int SentenceLengthMax = 500;

    private readonly Process process;
    private readonly PoolId poolId;
    private readonly EngineLeftovers leftovers;
    private readonly TaskCompletionSource<Uri> listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task errors;
    private volatile string lastSentence = string.Empty;

    private EngineProcess(Process process, PoolId poolId, EngineLeftovers leftovers, ILogger logger)
    {
        (this.process, this.poolId, this.leftovers) = (process, poolId, leftovers);
        leftovers.Started(poolId, process.Id);
        _ = ReadOutputAsync();
        errors = ReadErrorsAsync(poolId, logger);
        Exited = WaitAsync();
    }

    /// <summary>Where it listens, once it says so; never ends when it does not.</summary>
    public Task<Uri> Listening => listening.Task;

    /// <summary>Its exit code, once it has ended and everything that it wrote was read.</summary>
    public Task<int> Exited { get; }

    /// <summary>The last line that it wrote to stderr; empty while it wrote none.</summary>
    public string LastSentence => lastSentence;

    /// <summary>Starts a process.</summary>
    /// <exception cref="Win32Exception">The program can't be started.</exception>
    public static EngineProcess Start(
        IReadOnlyList<string> command,
        IReadOnlyList<string> arguments,
        PoolId poolId,
        EngineLeftovers leftovers,
        ILogger logger)
    {
        var start = new ProcessStartInfo(command[0])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (string argument in command.Skip(1).Concat(arguments))
            start.ArgumentList.Add(argument);
        // The engine has no use for the fleet's secret.
        start.Environment.Remove(ApiTokens.EnvironmentVariable);
        var process = Process.Start(start)!;
        LogStarted(logger, poolId, process.Id);
        return new EngineProcess(process, poolId, leftovers, logger);
    }

    /// <summary>
    /// Asks it to end by closing its stdin, by SIGTERM when it has not within 5 s, and kills it with all that it has
    /// started when it has not within 2 s more.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        CloseInput();
        if (!await EndsWithinAsync(StopMax))
        {
            ProcessSignals.AskToEnd(process.Id);
            if (!await EndsWithinAsync(TerminateMax))
                process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync();
        leftovers.Ended(poolId);
        process.Dispose();
    }

    private async Task<bool> EndsWithinAsync(TimeSpan limit)
    {
        await ((Task)Exited.WaitAsync(limit)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return process.HasExited;
    }

    private void CloseInput()
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has closed its end already.
        }
    }

    private async Task<int> WaitAsync()
    {
        await process.WaitForExitAsync();
        // Whatever it started and left behind may hold its stderr open for as long as it likes.
        await errors.WaitAsync(LastWordsMax).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return process.ExitCode;
    }

    private async Task ReadOutputAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is string line)
        {
            if (UrlOf(line) is Uri url)
                listening.TrySetResult(url);
        }
    }

    private async Task ReadErrorsAsync(PoolId poolId, ILogger logger)
    {
        while (await process.StandardError.ReadLineAsync() is string line)
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            if (EngineLine.Read(line) is EngineLine said)
            {
                LogRequest(logger, poolId, said);
                continue;
            }

            lastSentence = line.Length <= SentenceLengthMax ? line : line[..SentenceLengthMax];
            LogLine(logger, poolId, line);
        }
    }

    private static void LogRequest(ILogger logger, PoolId poolId, EngineLine said)
    {
        switch (said.Event)
        {
            case EngineLine.Completed:
                LogRequestCompleted(logger, poolId, said);
                break;
            case EngineLine.Canceled:
                LogRequestCanceled(logger, poolId, said);
                break;
            default:
                LogRequestFailed(logger, poolId, said);
                break;
        }
    }

    private static Uri? UrlOf(string line)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(line);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("event", out JsonElement what)
                && what.ValueEquals("listening")
                && json.RootElement.TryGetProperty("url", out JsonElement url)
                && Uri.TryCreate(url.GetString(), UriKind.Absolute, out Uri? address)
                    ? address
                    : null;
        }
        catch (Exception notOurs) when (notOurs is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    [LoggerMessage(3301, LogLevel.Information, "Pool {PoolId}: engine started", EventName = "engine_started")]
    private static partial void LogStarted(ILogger logger, PoolId poolId, int processId);

    [LoggerMessage(3302, LogLevel.Information, "Pool {PoolId} engine: {Line}", EventName = "engine_output")]
    private static partial void LogLine(ILogger logger, PoolId poolId, string line);

    [LoggerMessage(3311, LogLevel.Information,
        "The engine of pool {PoolId} has answered a request", EventName = "engine_request_completed")]
    private static partial void LogRequestCompleted(ILogger logger, PoolId poolId, EngineLine said);

    [LoggerMessage(3312, LogLevel.Information,
        "The engine of pool {PoolId} has ended a request that nobody wants any more",
        EventName = "engine_request_canceled")]
    private static partial void LogRequestCanceled(ILogger logger, PoolId poolId, EngineLine said);

    [LoggerMessage(3313, LogLevel.Warning,
        "The engine of pool {PoolId} could not answer a request", EventName = "engine_request_failed")]
    private static partial void LogRequestFailed(ILogger logger, PoolId poolId, EngineLine said);
}
