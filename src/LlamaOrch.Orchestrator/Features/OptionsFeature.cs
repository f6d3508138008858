using LlamaOrch.Contracts.Processes;
using LlamaOrch.Hosting.Settings;
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
    /// <exception cref="StartupException">Something is not valid; the message lists every problem.</exception>
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
        var settings = (ConfigurationRoot)again.Build();
        using (settings)
            return Read(settings);
    }

    private static OrchestratorOptions Read(IConfigurationRoot configuration) =>
        SettingsReader.Read(configuration, new OrchestratorOptionsValidator());
}
