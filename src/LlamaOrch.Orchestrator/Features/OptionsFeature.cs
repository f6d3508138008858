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
    private const string ConfigFileKey = "config";

    /// <summary>Binds and checks the settings once, before anything is built on them.</summary>
    public static OrchestratorOptions AddOrchestratorOptions(this WebApplicationBuilder builder)
    {
        var options = new OrchestratorOptions();
        try
        {
            RefuseUnknown(builder.Configuration);
            builder.Configuration.Bind(options);
        }
        catch (InvalidOperationException malformed)
        {
            throw new StartupException(ExitCode.BadConfiguration, malformed.Message, malformed);
        }

        ValidateOptionsResult checkedOptions = new OrchestratorOptionsValidator().Validate(null, options);
        if (checkedOptions.Failed)
        {
            throw new StartupException(
                ExitCode.BadConfiguration, string.Join(Environment.NewLine, checkedOptions.Failures));
        }

        builder.Services.AddSingleton(Options.Create(options));
        return options;
    }

    /// <summary>A misspelt setting that is ignored looks like one that does not work.</summary>
    private static void RefuseUnknown(ConfigurationManager configuration)
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
