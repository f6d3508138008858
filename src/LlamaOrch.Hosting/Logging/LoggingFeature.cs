using LlamaOrch.Contracts.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
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

        IServiceCollection services = builder.Services;
        services.AddSingleton(_ => new GatheredLines(Console.OpenStandardOutput()));
        services.AddSingleton<ILoggerProvider>(provider => new LineLogProvider(
            provider.LineFormatter(config.Format, ConsoleLogLook.OfOutput()),
            provider.GetRequiredService<GatheredLines>()));
        services.AddSingleton(policy).AddSingleton(config);
        // After the filters above, so that what was set wins over them.
        services.AddSingleton<IConfigureOptions<LoggerFilterOptions>>(policy);
        services.AddSingleton<IOptionsChangeTokenSource<LoggerFilterOptions>>(policy);
        services.AddSingleton(new LogIdentity("llama-orch"));
        services.AddSingleton<LoggingEndpoints>();
        services.AddHostedService<LogConfigWatch>();
    }

    /// <summary>Says who writes, once that is known.</summary>
    public static IServiceCollection AddLogIdentity(this IServiceCollection services, LogIdentity writer) =>
        services.Replace(ServiceDescriptor.Singleton(writer));

    /// <summary>What makes the lines of a daemon.</summary>
    /// <param name="services">The daemon's.</param>
    /// <param name="format">One of <see cref="LogFormats"/>.</param>
    /// <param name="look">How lines for people look.</param>
    public static LogLineFormatter LineFormatter(this IServiceProvider services, string format, ConsoleLogLook look)
    {
        LogIdentity writer = services.GetRequiredService<LogIdentity>();
        LogPolicy policy = services.GetRequiredService<LogPolicy>();
        return format == LogFormats.Json
            ? new JsonLogFormatter(writer, policy, TimeProvider.System)
            : new ConsoleLogFormatter(look, writer, policy, TimeProvider.System);
    }
}
