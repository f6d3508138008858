using LlamaOrch.Contracts.Processes;
using LlamaOrch.Hosting.Settings;
using LlamaOrch.PoolManager.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LlamaOrch.PoolManager.Features;

internal static class OptionsFeature
{
    /// <summary>Binds and checks the settings once, before anything is built on them.</summary>
    /// <exception cref="StartupException">Something is not valid; the message lists every problem.</exception>
    public static PoolManagerOptions AddPoolManagerOptions(this WebApplicationBuilder builder)
    {
        PoolManagerOptions options = SettingsReader.Read(builder.Configuration, new PoolManagerOptionsValidator());
        builder.Services.AddSingleton(Options.Create(options));
        return options;
    }
}
