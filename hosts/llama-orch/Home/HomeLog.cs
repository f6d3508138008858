using LlamaOrch.Hosting.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
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

    private readonly bool isShown;
    private readonly bool isJson;
    private readonly Logger files;

    public HomeLog(HomeDirectory directory, bool isShown)
    {
        this.isShown = isShown;
        isJson = Environment.GetEnvironmentVariable(LogFormats.Variable) == LogFormats.Json;
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
        services.AddSingleton<ILoggerProvider>(provider => new FileLogProvider(FormatterOf(provider), Write));
        if (isShown)
        {
            services.AddSingleton(ConsoleLogLook.OfErrors() with { ShowsWriter = true });
            logging.AddConsole();
            services.Configure<ConsoleLoggerOptions>(console =>
                (console.FormatterName, console.LogToStandardErrorThreshold) =
                    (LogFormats.FormatterOf(LogFormats.Console), LogLevel.Trace));
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => files.DisposeAsync();

    private void Write(string line) => files.Information("{Line:l}", line);

    private LogLineFormatter FormatterOf(IServiceProvider provider)
    {
        LogIdentity writer = provider.GetRequiredService<LogIdentity>();
        LogPolicy policy = provider.GetRequiredService<LogPolicy>();
        return isJson
            ? new JsonLogFormatter(writer, policy, TimeProvider.System)
            : new ConsoleLogFormatter(InFile, writer, policy, TimeProvider.System);
    }
}
