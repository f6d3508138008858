using LlamaOrch.Hosting.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;

namespace LlamaOrch.Cli.Home;

/// <summary>The daemons' logs in files, so that the terminal stays clean: rolling, 8 files of at most 16 MiB.</summary>
internal sealed class HomeLog : IAsyncDisposable
{
    private const long FileBytesMax = 16 * 1024 * 1024;
    private const int FilesMax = 8;

    private static readonly ConsoleLogLook InFile =
        new() { ShowsWriter = true, TimeFormat = "yyyy-MM-dd HH:mm:ss.fff" };

    private readonly string format;
    private readonly Logger files;
    private readonly GatheredLines? shown;

    public HomeLog(HomeDirectory directory, bool isShown)
    {
        bool isJson = Environment.GetEnvironmentVariable(LogFormats.Variable) == LogFormats.Json;
        format = isJson ? LogFormats.Json : LogFormats.Console;
        shown = isShown ? new GatheredLines(Console.OpenStandardError()) : null;
        files = new LoggerConfiguration()
            .MinimumLevel.Verbose()
            .WriteTo.File(
                Path.Combine(directory.Logs, "llama-orch-.log"),
                outputTemplate: "{Line:l}{NewLine}",
                rollingInterval: RollingInterval.Day,
                rollOnFileSizeLimit: true,
                fileSizeLimitBytes: FileBytesMax,
                retainedFileCountLimit: FilesMax)
            .CreateLogger();
    }

    /// <summary>Sends a daemon's log here instead of to the console.</summary>
    public void Take(ILoggingBuilder logging)
    {
        logging.ClearProviders();
        IServiceCollection services = logging.Services;
        services.AddSingleton<ILoggerProvider>(provider => new LineLogProvider(
            provider.LineFormatter(format, InFile), new FileLines(files)));
        if (shown is not null)
        {
            services.AddSingleton<ILoggerProvider>(provider => new LineLogProvider(
                provider.LineFormatter(LogFormats.Console, ConsoleLogLook.OfErrors() with { ShowsWriter = true }),
                shown));
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        shown?.Dispose();
        return files.DisposeAsync();
    }
}
