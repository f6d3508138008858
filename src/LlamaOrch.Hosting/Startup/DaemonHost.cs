using LlamaOrch.Contracts.Processes;
using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Hosting.Exposition;
using LlamaOrch.Hosting.Logging;
using LlamaOrch.Hosting.Security;
using LlamaOrch.Hosting.Settings;
using LlamaOrch.Hosting.Timing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LlamaOrch.Hosting.Startup;

/// <summary>The common beginning of both daemons: where settings come from, how they log, tokens and metrics.</summary>
public static class DaemonHost
{
    /// <summary>
    /// A builder whose settings come, later ones winning, from the JSON file named by <c>config</c>, from environment
    /// variables with <paramref name="environmentPrefix"/>, and from <c>--name value</c> arguments. What is wrong with
    /// them, with the log's variables or with the key file is told by <see cref="SettingsReader"/>, all together.
    /// </summary>
    /// <param name="environmentPrefix">What its environment variables begin with.</param>
    /// <param name="args">Its arguments.</param>
    public static WebApplicationBuilder CreateBuilder(string environmentPrefix, string[] args)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        List<string> problems = [];
        Gather(problems, builder.AddDaemonLogging);
        Gather(problems, () => builder.Services.AddSingleton(ApiTokens.FromEnvironment()));

        builder.Configuration.Sources.Clear();
        builder.Configuration.Sources.Add(new SettingsSource(environmentPrefix, args, problems));

        // Whoever holds a stream open at the end is cut after this; Ctrl-C must not feel stuck.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(5));
        builder.Services.AddHostedService<UnobservedFailures>();
        builder.Services.AddHostedService<ApiKeyWatch>();
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton<SteadyTime>();
        builder.Services.AddSingleton<StopReason>();
        builder.Services.AddSingleton<FreshIds>();
        builder.Services.AddMetricsExposition();
        return builder;
    }

    private static void Gather(List<string> problems, Action step)
    {
        try
        {
            step();
        }
        catch (StartupException failure) when (failure.Code == ExitCode.BadConfiguration)
        {
            problems.AddRange(failure.Message.Split(Environment.NewLine));
        }
    }
}
