using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Hosting.Security;

/// <summary>
/// Takes a changed key file without a restart; one that is not valid changes nothing. It is looked at, not watched:
/// editors and secret mounts replace files in ways that watches miss.
/// </summary>
public sealed partial class ApiKeyWatch(ApiTokens tokens, TimeProvider time, ILogger<ApiKeyWatch> logger)
    : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly string? path = Environment.GetEnvironmentVariable(ApiKeyFile.EnvironmentVariable);
    private DateTime seen;

    /// <summary>Looks once; true when the keys were taken anew.</summary>
    public bool Look()
    {
        DateTime written = File.GetLastWriteTimeUtc(path!);
        if (written == seen)
            return false;
        seen = written;
        try
        {
            IReadOnlyList<ApiKey> keys = ApiKeyFile.Read(path!);
            tokens.Replace(keys);
            LogTaken(logger, path!, keys.Count);
            return true;
        }
        catch (InvalidDataException failure)
        {
            LogKept(logger, failure.Message);
            return false;
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (string.IsNullOrEmpty(path))
            return;
        seen = File.GetLastWriteTimeUtc(path);
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            Look();
    }

    [LoggerMessage(1005, LogLevel.Information,
        "Key file {Path} has changed: {Count} keys are valid from now on", EventName = "key_file_taken")]
    private static partial void LogTaken(ILogger logger, string path, int count);

    [LoggerMessage(1006, LogLevel.Error, "The keys of before stay valid: {Reason}", EventName = "key_file_kept")]
    private static partial void LogKept(ILogger logger, string reason);
}
