using LlamaOrch.Contracts.Processes;
using LlamaOrch.Hosting.Startup;
using LlamaOrch.Orchestrator.Configuration;
using LlamaOrch.Orchestrator.Features;
using LlamaOrch.PoolManager.Configuration;
using LlamaOrch.PoolManager.Features;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LlamaOrch.Cli.Home;

/// <summary>The daemons of the home in this process, the same as they are in processes of their own.</summary>
internal sealed class HomeDaemons(HomeOptions options, HomeDirectory directory, HomeLog log) : IAsyncDisposable
{
    private readonly List<WebApplication> nodes = [];
    private WebApplication? controlPlane;

    /// <summary>Where the control plane answers, once it runs.</summary>
    public Uri Url => controlPlane!.ListeningUrl();

    /// <summary>Where the node agents answer, in their order.</summary>
    public IReadOnlyList<Uri> NodeUrls => [.. nodes.Select(node => node.ListeningUrl())];

    /// <summary>
    /// Checks the settings of all daemons before one of them starts: those of the command line, and what the
    /// environment adds to them.
    /// </summary>
    /// <exception cref="StartupException">Something is not valid; the message lists every problem.</exception>
    public void CheckSettings(ServedEngine engine)
    {
        // Where the control plane will be is not known yet, and no rule depends on it.
        var anywhere = new Uri("http://127.0.0.1");
        string[] problems =
        [
            .. OrchestratorFeature.SettingsProblems(ControlPlaneSettings())
                .Concat(Enumerable.Range(1, options.Nodes).SelectMany(number =>
                    PoolManagerFeature.SettingsProblems([.. NodeSettings(number, engine, anywhere)])))
                .Distinct(),
        ];
        if (problems.Length > 0)
            throw new StartupException(ExitCode.BadConfiguration, string.Join(Environment.NewLine, problems));
    }

    /// <summary>Starts orchestratord.</summary>
    /// <exception cref="StartupException">The port is taken.</exception>
    public async Task StartControlPlaneAsync(CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder =
            DaemonHost.CreateBuilder(OrchestratorOptions.EnvironmentPrefix, ControlPlaneSettings());
        controlPlane = Build(builder.AddOrchestrator()).MapOrchestrator();
        await DaemonRunner.StartAsync(controlPlane, cancellationToken);
    }

    /// <summary>Starts the node agents, each with one pool.</summary>
    public async Task StartNodesAsync(ServedEngine engine, CancellationToken cancellationToken)
    {
        for (int number = 1; number <= options.Nodes; number++)
        {
            WebApplicationBuilder builder =
                DaemonHost.CreateBuilder(PoolManagerOptions.EnvironmentPrefix, [.. NodeSettings(number, engine, Url)]);
            WebApplication node = Build(builder.AddPoolManager()).MapPoolManager();
            nodes.Add(node);
            await DaemonRunner.StartAsync(node, cancellationToken);
        }
    }

    /// <summary>Waits until it is time to stop.</summary>
    /// <exception cref="Contracts.Processes.StartupException">A daemon has stopped by itself.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(
            [stopping, .. All.Select(daemon => daemon.Lifetime.ApplicationStopping)]);
        await Task.Delay(Timeout.Infinite, ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (WebApplication daemon in All)
        {
            if (daemon.Lifetime.ApplicationStopping.IsCancellationRequested
                && daemon.Services.GetRequiredService<StopReason>().WhyOf(daemon) is { } why)
                throw why;
        }
    }

    /// <summary>Stops the nodes, which leave the fleet and end their engines, then the control plane.</summary>
    public async ValueTask DisposeAsync()
    {
        // Before the nodes leave: a request that comes now is to be told to come again, not that its model is unknown.
        controlPlane?.BeginStop();
        await Task.WhenAll(nodes.Select(StopAsync));
        if (controlPlane is not null)
            await StopAsync(controlPlane);
    }

    private IEnumerable<WebApplication> All => controlPlane is null ? nodes : [controlPlane, .. nodes];

    /// <summary>All is one machine: what changes is seen within a second, and polling costs next to nothing.</summary>
    private string[] ControlPlaneSettings() =>
    [
        $"--addr=127.0.0.1:{options.Port}",
        $"--data_dir={directory.Path}",
        "--heartbeat_interval_ms=2000",
        "--node_stale_ms=10000",
        "--pool_poll_interval_ms=1000",
    ];

    private IEnumerable<string> NodeSettings(int number, ServedEngine engine, Uri controlPlane)
    {
        yield return "--addr=127.0.0.1:0";
        yield return $"--node_id=node-{number}";
        yield return $"--orchestrator_url={controlPlane}";
        yield return $"--data_dir={Path.Combine(directory.Path, $"node-{number}")}";
        yield return $"--pools:0:pool_id=pool-{number}";
        if (engine is ServedEngine.Attached attached)
        {
            // Neither name nor slots: the server tells them, and goes on telling when they change.
            yield return "--pools:0:engine=openai";
            yield return $"--pools:0:engine_url={attached.Url}";
            if (options.SlotsAreAsked)
                yield return $"--pools:0:slots={options.Slots}";
            if (options.EngineApiKeyFile is string file)
                yield return $"--pools:0:engine_api_key_file={file}";
            else if (Environment.GetEnvironmentVariable(EngineServer.ApiKeyVariable) is { Length: > 0 })
                yield return $"--pools:0:engine_api_key_variable={EngineServer.ApiKeyVariable}";
            yield break;
        }

        yield return $"--pools:0:model_id={engine.Model}";
        yield return $"--pools:0:slots={options.Slots}";
        yield return "--pools:0:engine=llamacpp";
        yield return $"--pools:0:model_path={((ServedEngine.Embedded)engine).File}";
        yield return "--pools:0:device=cpu";
        if (options.Embeddings)
            yield return "--pools:0:embeddings=true";
        if (CoreShare.ThreadsOf(options) is int threads)
            yield return $"--pools:0:threads={threads}";
        if (options.ContextTokens > 0)
            yield return $"--pools:0:context_tokens={options.ContextTokens}";
    }

    private WebApplication Build(WebApplicationBuilder builder)
    {
        log.Take(builder.Logging);
        builder.Services.AddSingleton<IHostLifetime, HomeLifetime>();
        WebApplication daemon = builder.Build();
        StopReason.Of(daemon);
        return daemon;
    }

    /// <summary>Stops a daemon within its own time, which is that of its grace and a few seconds.</summary>
    private static async Task StopAsync(WebApplication daemon)
    {
        try
        {
            await daemon.StopAsync();
        }
        catch (OperationCanceledException)
        {
            // What has not ended by now ends with the process.
        }

        await daemon.DisposeAsync();
    }
}
