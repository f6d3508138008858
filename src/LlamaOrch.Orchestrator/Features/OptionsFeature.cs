using LlamaOrch.Contracts.Processes;
using LlamaOrch.Orchestrator.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LlamaOrch.Orchestrator.Features;

internal static class OptionsFeature
{
    // Names the JSON file; read before the settings are.
    public const string ConfigFileKey = "config";

    /// <summary>Binds and checks the settings once, before anything is built on them.</summary>
    public static OrchestratorOptions AddOrchestratorOptions(this WebApplicationBuilder builder)
    {
        OrchestratorOptions options = Read(builder.Configuration);
        builder.Services.AddSingleton(Options.Create(options));
        return options;
    }

    /// <summary>Reads the settings as they are now, from where they were read at start, and checks them.</summary>
    /// <exception cref="StartupException">Something is not valid; the message lists every problem.</exception>
    public static OrchestratorOptions ReadAgain(IEnumerable<IConfigurationSource> sources)
    {
        var again = new ConfigurationBuilder();
        foreach (IConfigurationSource source in sources)
            again.Add(source);
        try
        {
            var settings = (ConfigurationRoot)again.Build();
            using (settings)
                return Read(settings);
        }
        catch (Exception failure) when (failure is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new StartupException(ExitCode.BadConfiguration, failure.Message, failure);
        }
    }

    private static OrchestratorOptions Read(IConfiguration configuration)
    {
        var options = new OrchestratorOptions();
        try
        {
            RefuseUnknown(configuration);
            configuration.Bind(options);
        }
        catch (InvalidOperationException malformed)
        {
            throw new StartupException(ExitCode.BadConfiguration, malformed.Message, malformed);
        }

        ValidateOptionsResult checkedOptions = new OrchestratorOptionsValidator().Validate(null, options);
        return checkedOptions.Failed
            ? throw new StartupException(
                ExitCode.BadConfiguration, string.Join(Environment.NewLine, checkedOptions.Failures))
            : options;
    }

    /// <summary>A misspelt setting that is ignored looks like one that does not work.</summary>
    private static void RefuseUnknown(IConfiguration configuration)
    {
        HashSet<string> known = new(OrchestratorOptions.Keys, StringComparer.OrdinalIgnoreCase) { ConfigFileKey };
        string[] unknown =
            [.. configuration.GetChildren().Select(child => child.Key).Where(key => !known.Contains(key))];
        if (unknown.Length > 0)
        {
            throw new StartupException(
                ExitCode.BadConfiguration,
                $"There is no setting {string.Join(", ", unknown)}; there are: {string.Join(", ", known)}.");
        }
    }
}
