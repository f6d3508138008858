using LlamaOrch.Contracts.Processes;
using LlamaOrch.Hosting.Logging;
using LlamaOrch.Hosting.Security;
using LlamaOrch.Hosting.Settings;
using LlamaOrch.Hosting.Startup;
using LlamaOrch.Hosting.Tracing;
using LlamaOrch.Orchestrator.Configuration;
using LlamaOrch.Orchestrator.Dispatch;
using LlamaOrch.Orchestrator.Endpoints;
using LlamaOrch.Orchestrator.OpenAi;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LlamaOrch.Orchestrator.Features;

/// <summary>orchestratord, whole: the table of contents of this project.</summary>
public static class OrchestratorFeature
{
    // After the grace: writing the ends of what was cut, letting the last readers go, stopping grains and stores.
    private static readonly TimeSpan PartsStopMax = TimeSpan.FromSeconds(5);

    /// <summary>Registers every part of the control plane and binds its address.</summary>
    /// <exception cref="StartupException">A setting is not valid, or the address is open and no token is
    /// set.</exception>
    public static WebApplicationBuilder AddOrchestrator(this WebApplicationBuilder builder)
    {
        OrchestratorOptions options = builder.AddOrchestratorOptions();
        builder.ListenOn(BindAddress.Parse(options.Addr), ApiTokens.FromEnvironment(), options.BodyBytesMax);
        builder.AddTracing("orchestratord", instance: $"{Environment.MachineName}/{options.Addr}");
        builder.Services.Configure<HostOptions>(host =>
            host.ShutdownTimeout = TimeSpan.FromMilliseconds(options.StopGraceMs) + PartsStopMax);
        builder.AddControlCluster();
        builder.Services
            .AddRouting()
            .AddCrossOrigin(CrossOrigin.Parse(options.CorsOrigins))
            .AddLogIdentity(new LogIdentity("orchestratord") { ReplicaId = LogIdentity.OwnReplicaId() })
            .AddStorage(options)
            .AddDisks(options)
            .AddFleet(options)
            .AddPlacement(builder.Configuration, options)
            .AddDispatch(options)
            .AddOpenAi()
            .AddSessions(options)
            .AddTasks()
            .AddCatalog()
            .AddArtifacts(options)
            .AddEndpoints();
        return builder;
    }

    /// <summary>What is wrong with the settings that environment and arguments give; empty for nothing.</summary>
    public static IReadOnlyList<string> SettingsProblems(string[] args) => SettingsReader.ProblemsOf(
        OrchestratorOptions.EnvironmentPrefix, args, new OrchestratorOptionsValidator());

    /// <summary>
    /// Begins a clean stop without waiting for it: from here on nothing new is taken. For those who stop nodes first.
    /// </summary>
    public static void BeginStop(this WebApplication app) => app.Services.GetRequiredService<StopGrace>().Begin();

    /// <summary>Opens the database and maps every route of the control plane.</summary>
    /// <exception cref="StartupException">The database can't be used.</exception>
    public static WebApplication MapOrchestrator(this WebApplication app)
    {
        app.Services.OpenStorage();
        app.UseDaemonPipeline(ApiRole.Client);
        app.Services.CreateSeries();
        app.Services.GetRequiredService<MetaEndpoints>().Map(app);
        app.Services.GetRequiredService<StatusEndpoints>().Map(app);
        app.Services.GetRequiredService<NodeEndpoints>().Map(app);
        app.Services.GetRequiredService<PoolEndpoints>().Map(app);
        app.Services.GetRequiredService<TaskEndpoints>().Map(app);
        app.Services.GetRequiredService<DecisionEndpoints>().Map(app);
        app.Services.GetRequiredService<PlacementEndpoints>().Map(app);
        app.Services.GetRequiredService<SessionEndpoints>().Map(app);
        app.Services.GetRequiredService<CatalogEndpoints>().Map(app);
        app.Services.GetRequiredService<ArtifactEndpoints>().Map(app);
        app.MapOpenAi();
        return app;
    }
}
