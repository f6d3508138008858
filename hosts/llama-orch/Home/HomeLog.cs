using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Serilog;
using Serilog.Core;
using Serilog.Extensions.Logging;

namespace LlamaOrch.Cli.Home;

/// <summary>The daemons' logs in files, so that the terminal stays clean: rolling, 8 files of at most 16 MiB.</summary>
internal sealed class HomeLog : IAsyncDisposable
{
    private const long FileBytesMax = 16 * 1024 * 1024;
    private const int FilesMax = 8;
    private const string Line =
        "{Timestamp:yyyy-MM-dd HH:mm:ss.fff} {Level:u3} {Daemon} {SourceContext}: {Message:lj}{NewLine}{Exception}";

    private readonly bool isShown;
    private readonly Logger files;

    public HomeLog(HomeDirectory directory, bool isShown)
    {
        this.isShown = isShown;
        files = new LoggerConfiguration()
            .MinimumLevel.Verbose()
            .WriteTo.File(
                Path.Combine(directory.Logs, "llama-orch-.log"),
                outputTemplate: Line,
                rollingInterval: RollingInterval.Day,
                rollOnFileSizeLimit: true,
                fileSizeLimitBytes: FileBytesMax,
                retainedFileCountLimit: FilesMax)
            .CreateLogger();
    }

    /// <summary>Sends a daemon's log here instead of to the console.</summary>
    public void Take(ILoggingBuilder logging, string daemon)
    {
        logging.ClearProviders();
        // As any other provider, so that the daemon's own filters hold: Serilog's extension method lifts them.
        logging.AddProvider(new SerilogLoggerProvider(files.ForContext("Daemon", daemon), dispose: false));
        if (isShown)
        {
            logging.AddSimpleConsole(console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss "));
            logging.Services.Configure<ConsoleLoggerOptions>(
                console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => files.DisposeAsync();
}
