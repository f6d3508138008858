using LlamaOrch.Contracts.Processes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Hosting.Logging;

/// <summary>
/// Takes a changed file of log settings without a restart; one that is not valid changes nothing. By looking, not by
/// the file system's notifications: those miss mounted files that are swapped by a link.
/// </summary>
public sealed partial class LogConfigWatch(
    LogConfig config, LogPolicy policy, TimeProvider time, ILogger<LogConfigWatch> logger) : BackgroundService
{
    /// <summary>How often it looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (config.File is null)
            return;
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            Look();
    }

    private void Look()
    {
        if (!config.HasChanged())
            return;
        try
        {
            LogSettings next = config.Read();
            policy.Change(next);
            LogTaken(logger, config.File!, next.Level, next.Sampling);
        }
        catch (StartupException invalid)
        {
            LogKept(logger, config.File!, invalid.Message);
        }
    }

    [LoggerMessage(1007, LogLevel.Information,
        "The log settings of {Path} hold from now on", EventName = "log_settings_taken")]
    private static partial void LogTaken(ILogger logger, string path, LogLevel lowestLevel, double sampling);

    [LoggerMessage(1008, LogLevel.Error,
        "The log settings of before stay, because those of {Path} are not valid: {Problems}",
        EventName = "log_settings_kept")]
    private static partial void LogKept(ILogger logger, string path, string problems);
}
