using LlamaOrch.Core.Catalog;
using LlamaOrch.Orchestrator.Endpoints;
using LlamaOrch.Orchestrator.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace LlamaOrch.Orchestrator.Features;

internal static class CatalogFeature
{
    public static IServiceCollection AddCatalog(this IServiceCollection services) => services
        .AddSingleton(new CatalogLimits())
        .AddFollower<CatalogMetrics>()
        .AddSingleton<CatalogEndpoints>();
}
