using LlamaOrch.Contracts.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace LlamaOrch.Hosting.Logging;

/// <summary>How a daemon logs.</summary>
public static class LoggingFeature
{
    /// <summary>Registers the log on standard output, its settings, and what changes them.</summary>
    /// <param name="builder">The daemon's.</param>
    /// <exception cref="StartupException">A setting is not valid; the message lists every problem.</exception>
    public static void AddDaemonLogging(this WebApplicationBuilder builder)
    {
        LogConfig config = LogConfig.FromEnvironment();
        var policy = new LogPolicy(config.Read());
        ILoggingBuilder logging = builder.Logging.ClearProviders();
        logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System.Net.Http", LogLevel.Warning);
        // As long as its log is on, ASP.NET Core makes an Activity for each request, which nobody reads.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        // Their warnings at start are about tuning (server GC, retried placements), not about us.
        logging.AddFilter("Orleans", LogLevel.Error).AddFilter("Polly", LogLevel.Error);
        logging.AddConsole(console => console.FormatterName = LogFormats.FormatterOf(config.Format))
            .AddLineFormatters();

        IServiceCollection services = builder.Services;
        services.AddSingleton(policy).AddSingleton(config);
        // After the filters above, so that what was set wins over them.
        services.AddSingleton<IConfigureOptions<LoggerFilterOptions>>(policy);
        services.AddSingleton<IOptionsChangeTokenSource<LoggerFilterOptions>>(policy);
        services.AddSingleton(new LogIdentity("llama-orch"));
        services.AddSingleton(ConsoleLogLook.OfOutput());
        services.AddSingleton<LoggingEndpoints>();
        services.AddHostedService<LogConfigWatch>();
    }

    /// <summary>Says who writes, once that is known.</summary>
    public static IServiceCollection AddLogIdentity(this IServiceCollection services, LogIdentity writer) =>
        services.Replace(ServiceDescriptor.Singleton(writer));

    private static void AddLineFormatters(this ILoggingBuilder logging)
    {
        logging.Services.AddSingleton<ConsoleFormatter, JsonLogFormatter>();
        logging.Services.AddSingleton<ConsoleFormatter, ConsoleLogFormatter>();
    }
}
