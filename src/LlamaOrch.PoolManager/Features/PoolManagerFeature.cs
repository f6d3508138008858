using LlamaOrch.Contracts.Processes;
using LlamaOrch.Hosting.Logging;
using LlamaOrch.Hosting.Security;
using LlamaOrch.Hosting.Settings;
using LlamaOrch.Hosting.Startup;
using LlamaOrch.Hosting.Tracing;
using LlamaOrch.PoolManager.Configuration;
using LlamaOrch.PoolManager.Endpoints;
using LlamaOrch.PoolManager.Registration;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LlamaOrch.PoolManager.Features;

/// <summary>pool-managerd, whole: the table of contents of this project.</summary>
public static class PoolManagerFeature
{
    // Saying goodbye to the control plane comes before the streams' own grace.
    private static readonly TimeSpan GoodbyeMax = TimeSpan.FromSeconds(2);

    /// <summary>Registers every part of the node agent and binds its address.</summary>
    /// <exception cref="StartupException">
    /// A setting is not valid, or the address is open and no token is set.
    /// </exception>
    public static WebApplicationBuilder AddPoolManager(this WebApplicationBuilder builder)
    {
        PoolManagerOptions options = builder.AddPoolManagerOptions();
        builder.ListenOn(BindAddress.Parse(options.Addr), ApiTokens.FromEnvironment(), options.BodyBytesMax);
        builder.AddTracing("pool-managerd", instance: new NodeIdentity(Options.Create(options)).NodeId.Value);
        builder.Services.Configure<HostOptions>(host =>
            host.ShutdownTimeout = GoodbyeMax + TimeSpan.FromMilliseconds(options.StopGraceMs));
        builder.Services
            .AddRouting()
            .AddLogIdentity(new LogIdentity("pool-managerd") { NodeId = NodeIdentity.NodeIdOf(options).Value })
            .AddDataDirectory()
            .AddDevices()
            .AddDisks()
            .AddPools()
            .AddModels()
            .AddEngines()
            .AddHandoff()
            .AddProvisioning()
            .AddRegistration(options)
            .AddInference()
            .AddEndpoints();
        return builder;
    }

    /// <summary>What is wrong with the settings that environment and arguments give; empty for nothing.</summary>
    public static IReadOnlyList<string> SettingsProblems(string[] args) => SettingsReader.ProblemsOf(
        PoolManagerOptions.EnvironmentPrefix, args, new PoolManagerOptionsValidator());

    /// <summary>Maps every route of the node agent.</summary>
    public static WebApplication MapPoolManager(this WebApplication app)
    {
        app.UseDaemonPipeline(ApiRole.Node);
        app.Services.CreateSeries();
        app.Services.GetRequiredService<MetaEndpoints>().Map(app);
        app.Services.GetRequiredService<RegistrationEndpoints>().Map(app);
        app.Services.GetRequiredService<PoolEndpoints>().Map(app);
        app.Services.GetRequiredService<ModelEndpoints>().Map(app);
        return app;
    }
}
