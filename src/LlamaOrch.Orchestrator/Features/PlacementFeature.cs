using LlamaOrch.Orchestrator.Configuration;
using LlamaOrch.Orchestrator.Metrics;
using LlamaOrch.Orchestrator.Placement;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace LlamaOrch.Orchestrator.Features;

internal static class PlacementFeature
{
    public static IServiceCollection AddPlacement(
        this IServiceCollection services, ConfigurationManager configuration, OrchestratorOptions options)
    {
        IConfigurationSource[] sources = [.. configuration.Sources];
        string? file = configuration[OptionsFeature.ConfigFileKey];
        return services
            .AddSingleton<PlacementMetrics>()
            .AddSingleton(provider => ActivatorUtilities.CreateInstance<PlacementPolicies>(
                provider,
                PlacementSettings.PolicyOf(options),
                (Func<OrchestratorOptions>)(() => OptionsFeature.ReadAgain(sources))))
            .AddSingleton(_ => new RefusedDecisions(options.DecisionsKept))
            .AddHostedService(provider => new ConfigFileWatch(
                file is null ? null : Path.GetFullPath(file),
                provider.GetRequiredService<PlacementPolicies>(),
                provider.GetRequiredService<TimeProvider>()));
    }
}
