using LlamaOrch.Contracts.Processes;
using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Hosting.Exposition;
using LlamaOrch.Hosting.Logging;
using LlamaOrch.Hosting.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LlamaOrch.Hosting.Startup;

/// <summary>The common beginning of both daemons: where settings come from, how they log, tokens and metrics.</summary>
public static class DaemonHost
{
    /// <summary>
    /// A builder whose settings come, later ones winning, from the JSON file named by <c>--config</c>, from environment
    /// variables with <paramref name="environmentPrefix"/>, and from <c>--name value</c> arguments.
    /// </summary>
    /// <param name="environmentPrefix">What its environment variables begin with.</param>
    /// <param name="args">Its arguments.</param>
    /// <exception cref="StartupException">The file is missing or no JSON, or a log setting is not valid.</exception>
    public static WebApplicationBuilder CreateBuilder(string environmentPrefix, string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        IConfigurationRoot arguments = new ConfigurationBuilder().AddCommandLine(args).Build();
        builder.Configuration.Sources.Clear();
        if (arguments["config"] is string file)
            AddJsonFile(builder.Configuration, file);
        builder.Configuration.AddEnvironmentVariables(environmentPrefix).AddCommandLine(args);

        builder.AddDaemonLogging();

        // Whoever holds a stream open at the end is cut after this; Ctrl-C must not feel stuck.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        builder.Services.AddSingleton(ApiTokens.FromEnvironment());
        builder.Services.AddHostedService<ApiKeyWatch>();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<StopReason>();
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
