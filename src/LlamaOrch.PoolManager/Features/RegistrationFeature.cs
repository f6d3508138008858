using LlamaOrch.Hosting.Security;
using LlamaOrch.PoolManager.Configuration;
using LlamaOrch.PoolManager.Metrics;
using LlamaOrch.PoolManager.Registration;
using Microsoft.Extensions.DependencyInjection;

namespace LlamaOrch.PoolManager.Features;

internal static class RegistrationFeature
{
    /// <summary>Without a control plane in the settings the node stands alone; its series exist in any case.</summary>
    public static IServiceCollection AddRegistration(this IServiceCollection services, PoolManagerOptions options)
    {
        services.AddSingleton<NodeIdentity>().AddSingleton<RegistrationMetrics>().AddSingleton<RejoinRequests>();
        if (options.OrchestratorUrl is not string orchestrator)
            return services;
        return services
            .AddSingleton(provider => new OrchestratorLink(
                new Uri(orchestrator),
                provider.GetRequiredService<ApiTokens>(),
                provider.GetRequiredService<RegistrationMetrics>().CertificateSeen))
            .AddHostedService<Registrar>();
    }
}
