using LlamaOrch.Contracts.Http;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Hosting.Security;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Orchestrator.Fleet;

/// <summary>
/// After a start, asks the nodes that were in the fleet before to report at once: until its next heartbeat a node can't
/// know that the control plane has forgotten its pools, and that heartbeat may be ten seconds away.
/// </summary>
internal sealed partial class NodeRecall : BackgroundService
{
    private const int AtOnceMax = 32;
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(5);

    private readonly FleetView view;
    private readonly IHostApplicationLifetime host;
    private readonly TimeProvider time;
    private readonly ILogger<NodeRecall> logger;
    private readonly HttpClient http;

    public NodeRecall(
        FleetView view,
        FleetLimits limits,
        ApiTokens tokens,
        NodeCertificates certificates,
        IHostApplicationLifetime host,
        TimeProvider time,
        ILogger<NodeRecall> logger)
    {
        (this.view, this.host, this.time, this.logger) = (view, host, time, logger);
        http = new HttpClient(PeerCertificates.Watching(certificates.Seen)) { Timeout = limits.PoolPollTimeout };
        if (tokens.Outgoing is string token)
            http.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
    }

    public override void Dispose()
    {
        http.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await StartedAsync(stoppingToken);
        TimeSpan pause = TimeSpan.FromMilliseconds(250);
        int asked = 0;
        try
        {
            // Until this replica has seen the fleet for the first time, nobody can tell who is missing.
            while (Missing() is var missing && (missing.Length > 0 || view.Current.Version == 0))
            {
                if (missing.Length > asked)
                    LogAsked(logger, asked = missing.Length);
                await Parallel.ForEachAsync(
                    missing,
                    new ParallelOptions { MaxDegreeOfParallelism = AtOnceMax, CancellationToken = stoppingToken },
                    async (node, stop) => await AskAsync(node.Address, stop));
                await Task.Delay(pause, time, stoppingToken);
                if (missing.Length > 0)
                    pause = pause * 2 < PauseMax ? pause * 2 : PauseMax;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The control plane stops.
        }
    }

    /// <summary>The listener is up: a node that registers at once must find it.</summary>
    private async Task StartedAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration up = host.ApplicationStarted.Register(() => started.TrySetResult());
        using CancellationTokenRegistration down = stoppingToken.Register(() => started.TrySetResult());
        await started.Task;
    }

    private NodeRecord[] Missing() => [.. view.Current.Nodes.Where(node => node.IsExpected)];

    private async Task AskAsync(Uri node, CancellationToken stop)
    {
        Task<HttpResponseMessage> asking = http.PostAsync(new Uri(node, NodeRoutes.Rejoin), null, stop);
        // Whatever goes wrong, the node comes with its own heartbeat or is asked again.
        await ((Task)asking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (asking.IsCompletedSuccessfully)
            (await asking).Dispose();
    }

    [LoggerMessage(2180, LogLevel.Information,
        "{Nodes} nodes that were in the fleet before the start are asked to register again",
        EventName = "nodes_recalled")]
    private static partial void LogAsked(ILogger logger, int nodes);
}
