using LlamaOrch.Contracts.Processes;
using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Hosting.Exposition;
using LlamaOrch.Hosting.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Hosting.Startup;

/// <summary>The common beginning of both daemons: where settings come from, how they log, tokens and metrics.</summary>
public static class DaemonHost
{
    /// <summary>
    /// A builder whose settings come, later ones winning, from the JSON file named by <c>--config</c>, from environment
    /// variables with <paramref name="environmentPrefix"/>, and from <c>--name value</c> arguments.
    /// </summary>
    /// <exception cref="StartupException">The file is missing or is not JSON.</exception>
    public static WebApplicationBuilder CreateBuilder(string environmentPrefix, string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        IConfigurationRoot arguments = new ConfigurationBuilder().AddCommandLine(args).Build();
        builder.Configuration.Sources.Clear();
        if (arguments["config"] is string file)
            AddJsonFile(builder.Configuration, file);
        builder.Configuration.AddEnvironmentVariables(environmentPrefix).AddCommandLine(args);

        builder.Logging.ClearProviders();
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System.Net.Http", LogLevel.Warning);
        // As long as its log is on, ASP.NET Core makes an Activity for each request, which nobody reads.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        // Their warnings at start are about tuning (server GC, retried placements), not about us.
        builder.Logging.AddFilter("Orleans", LogLevel.Error).AddFilter("Polly", LogLevel.Error);
        if (string.Equals(Environment.GetEnvironmentVariable("LLORCH_LOG_FORMAT"), "json", StringComparison.Ordinal))
            builder.Logging.AddJsonConsole();
        else
            builder.Logging.AddSimpleConsole(
                console => (console.SingleLine, console.TimestampFormat) = (true, "HH:mm:ss "));

        // Whoever holds a stream open at the end is cut after this; Ctrl-C must not feel stuck.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        builder.Services.AddSingleton(ApiTokens.FromEnvironment());
        builder.Services.AddHostedService<ApiKeyWatch>();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<FreshIds>();
        builder.Services.AddMetricsExposition();
        return builder;
    }

    private static void AddJsonFile(ConfigurationManager configuration, string file)
    {
        try
        {
            configuration.AddJsonFile(Path.GetFullPath(file), optional: false);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException)
        {
            throw new StartupException(
                ExitCode.BadConfiguration, $"The configuration file {file} can't be used: {failure.Message}", failure);
        }
    }
}
