using LlamaOrch.Core.Artifacts;
using LlamaOrch.Hosting.Startup;
using LlamaOrch.Orchestrator.Artifacts;
using LlamaOrch.Orchestrator.Configuration;
using LlamaOrch.Orchestrator.Endpoints;
using LlamaOrch.Orchestrator.Metrics;
using Microsoft.Extensions.DependencyInjection;

namespace LlamaOrch.Orchestrator.Features;

internal static class ArtifactsFeature
{
    public static IServiceCollection AddArtifacts(this IServiceCollection services, OrchestratorOptions options) =>
        services
        .AddSingleton(new ArtifactLimits
        {
            BytesMax = options.ArtifactsBytesMax,
            AgeMax = TimeSpan.FromDays(options.ArtifactsDaysMax),
        })
        .AddSingleton(new ArtifactFiles(DataHome.Resolve(options.DataDir)))
        .AddSingleton<ArtifactMetrics>()
        .AddSingleton<ArtifactKeeper>()
        .AddSingleton<ArtifactUpload>()
        .AddSingleton<ArtifactEndpoints>()
        .AddSingleton<TaskArtifacts>()
        .AddSingleton(provider => new RecordComposer(
            provider.GetRequiredService<ArtifactFiles>(),
            provider.GetRequiredService<ArtifactLimits>(),
            options.ArtifactsPrompts))
        .AddHostedService<ArtifactRetention>()
        .AddSingleton<TaskRecorder>()
        .AddSingleton<ITaskRecorder>(provider => provider.GetRequiredService<TaskRecorder>())
        .AddHostedService(provider => provider.GetRequiredService<TaskRecorder>());
}
