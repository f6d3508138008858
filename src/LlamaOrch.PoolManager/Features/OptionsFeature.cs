using LlamaOrch.Contracts.Processes;
using LlamaOrch.PoolManager.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LlamaOrch.PoolManager.Features;

internal static class OptionsFeature
{
    /// <summary>Binds and checks the settings once, before anything is built on them.</summary>
    public static PoolManagerOptions AddPoolManagerOptions(this WebApplicationBuilder builder)
    {
        var options = new PoolManagerOptions();
        try
        {
            builder.Configuration.Bind(options);
        }
        catch (InvalidOperationException malformed)
        {
            throw new StartupException(ExitCode.BadConfiguration, malformed.Message, malformed);
        }

        ValidateOptionsResult checkedOptions = new PoolManagerOptionsValidator().Validate(null, options);
        if (checkedOptions.Failed)
        {
            throw new StartupException(
                ExitCode.BadConfiguration, string.Join(Environment.NewLine, checkedOptions.Failures));
        }

        builder.Services.AddSingleton(Options.Create(options));
        return options;
    }
}
