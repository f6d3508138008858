using LlamaOrch.Contracts.Processes;
using LlamaOrch.Orchestrator.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LlamaOrch.Orchestrator.Features;

internal static class OptionsFeature
{
    /// <summary>Binds and checks the settings once, before anything is built on them.</summary>
    public static OrchestratorOptions AddOrchestratorOptions(this WebApplicationBuilder builder)
    {
        var options = new OrchestratorOptions();
        try
        {
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
}
