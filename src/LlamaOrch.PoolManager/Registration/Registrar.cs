using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Hosting.Disks;
using LlamaOrch.PoolManager.Configuration;
using LlamaOrch.PoolManager.Devices;
using LlamaOrch.PoolManager.Metrics;
using LlamaOrch.PoolManager.Models;
using LlamaOrch.PoolManager.Pools;
using LlamaOrch.PoolManager.Timing;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LlamaOrch.PoolManager.Registration;

/// <summary>
/// Keeps the node in the fleet: registers, reports at the interval that the control plane gives and at once when a
/// pool changed, registers again when it was forgotten, and says goodbye before anything else stops.
/// </summary>
internal sealed partial class Registrar(
    OrchestratorLink link,
    NodeIdentity identity,
    PoolDirectory pools,
    PoolReports reports,
    ModelReports models,
    ModelDigests digests,
    DeviceInventory devices,
    DiskWatch disks,
    DataDirectory data,
    RegistrationMetrics metrics,
    RejoinRequests requests,
    IServer server,
    IOptions<PoolManagerOptions> options,
    Random random,
    TimeProvider time,
    ILogger<Registrar> logger) : BackgroundService, IHostedLifecycleService
{
    // A control plane that is gone for longer is registered with again, whatever it remembers.
    private const int FailuresMax = 3;
    private static readonly TimeSpan GoodbyeMax = TimeSpan.FromSeconds(2);

    private readonly Backoff pauses = new(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(5));
    private readonly Wakeup changed = new(time);
    private readonly Wakeup called = new(time);
    private readonly TaskCompletionSource listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool maybeKnown;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Everything has started, the listener too: now there is an address to register.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        listening.TrySetResult();
        return Task.CompletedTask;
    }

    /// <summary>First of all when the node stops: no new work shall come while it ends.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await StopAsync(cancellationToken);
        if (!maybeKnown)
            return;
        using var late = new CancellationTokenSource(GoodbyeMax, time);
        try
        {
            LinkAnswer answer = await link.DeregisterAsync(identity.NodeId, data.Instance.Own, late.Token);
            LogLeft(logger, identity.NodeId, answer.Outcome);
        }
        catch (Exception failure)
        {
            // Nobody may keep the node from stopping; without a goodbye the control plane notices by the silence.
            if (failure is not OperationCanceledException)
                LogDefect(logger, failure, link.Orchestrator);
            LogLeft(logger, identity.NodeId, LinkOutcome.Error);
        }
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await listening.Task.WaitAsync(stoppingToken);
        pools.Changed += changed.Signal;
        digests.Changed += changed.Signal;
        requests.Asked += changed.Signal;
        requests.Asked += called.Signal;
        try
        {
            while (true)
                await StayAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // It stops before the host does, which would take this for a failure.
        }
        finally
        {
            pools.Changed -= changed.Signal;
            digests.Changed -= changed.Signal;
            requests.Asked -= changed.Signal;
            requests.Asked -= called.Signal;
        }
    }

    /// <summary>
    /// One stay in the fleet, from registering to the heartbeat that is not taken any more. Whatever goes wrong is told
    /// and tried again: its engines serve, and a node that ends itself takes them along.
    /// </summary>
    private async Task StayAsync(CancellationToken stopping)
    {
        try
        {
            TimeSpan interval = await RegisterAsync(stopping);
            await ReportAsync(interval, stopping);
        }
        catch (Exception defect) when (!stopping.IsCancellationRequested)
        {
            LogDefect(logger, defect, link.Orchestrator);
            await Task.Delay(pauses.Next(random.NextDouble()), time, stopping);
        }
    }

    /// <summary>Tries until it is registered; returns the interval of heartbeats.</summary>
    private async Task<TimeSpan> RegisterAsync(CancellationToken stopping)
    {
        string machine = MachineIdentity.Read(data.Path);
        string said = string.Empty;
        while (true)
        {
            // Resolved each time: the machine may have got its address after we began.
            Uri own = NodeAddress.Resolve(
                options.Value.AdvertiseUrl,
                new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.First()),
                link.Orchestrator);
            // Whatever becomes of the answer, the control plane may have taken us in: then it is owed a goodbye.
            maybeKnown = true;
            LinkAnswer answer = await link.RegisterAsync(
                new RegisterNodeRequest
                {
                    NodeId = identity.NodeId,
                    MachineId = machine,
                    InstanceId = data.Instance.Own,
                    ReplacesInstances = data.Instance.Earlier,
                    Address = own,
                    Pools = reports.All(),
                    Models = models.Staged(),
                    Capabilities = devices.Capabilities,
                    Version = identity.Version,
                },
                stopping);
            metrics.Registered(answer.Outcome);
            if (answer.Outcome == LinkOutcome.Success)
            {
                pauses.Reset();
                LogJoined(logger, identity.NodeId, link.Orchestrator, own);
                return answer.NextHeartbeat;
            }

            maybeKnown = answer.Outcome == LinkOutcome.Error;
            if (answer.Sentence != said)
                LogNotJoined(logger, link.Orchestrator, answer.Sentence);
            said = answer.Sentence;
            await called.WaitAsync(pauses.Next(random.NextDouble()), stopping);
        }
    }

    /// <summary>Sends heartbeats until the node must register again.</summary>
    private async Task ReportAsync(TimeSpan interval, CancellationToken stopping)
    {
        TimeSpan pause = interval;
        int failures = 0;
        while (true)
        {
            await changed.WaitAsync(pause, stopping);
            LinkAnswer answer = await link.HeartbeatAsync(identity.NodeId, Beat(), stopping);
            metrics.HeartbeatSent(answer.Outcome);
            if (answer.Outcome == LinkOutcome.Success)
            {
                failures = 0;
                pauses.Reset();
                pause = answer.NextHeartbeat;
                GiveUp(answer.Orphans);
                continue;
            }

            failures++;
            LogUnheard(logger, link.Orchestrator, answer.Sentence);
            if (answer.Outcome is LinkOutcome.NotRegistered or LinkOutcome.Conflict || failures >= FailuresMax)
                return;
            TimeSpan retry = pauses.Next(random.NextDouble());
            pause = retry < interval ? retry : interval;
        }
    }

    private HeartbeatRequest Beat() => new(
        time.GetUtcNow(), reports.All(), models.Staged(), disks.Latest, data.Instance.Own);

    /// <summary>
    /// A connection may die without a word, and its request would hold its slot for as long as the kernel hopes.
    /// </summary>
    private void GiveUp(IReadOnlyList<OrphanedLease> orphans)
    {
        foreach (OrphanedLease orphan in orphans)
        {
            if (pools.FindServed(orphan.PoolId.Value)?.Pool.Slots.GiveUp(orphan.LeaseId) == true)
                LogGivenUp(logger, orphan.LeaseId, orphan.PoolId);
        }
    }

    [LoggerMessage(3501, LogLevel.Information,
        "Node {NodeId} joined the fleet of {Orchestrator} as {Address}", EventName = "node_joined")]
    private static partial void LogJoined(ILogger logger, NodeId nodeId, Uri orchestrator, Uri address);

    [LoggerMessage(3502, LogLevel.Warning,
        "Not in the fleet of {Orchestrator} yet, trying again: {Reason}", EventName = "node_not_joined")]
    private static partial void LogNotJoined(ILogger logger, Uri orchestrator, string reason);

    [LoggerMessage(3503, LogLevel.Warning,
        "A heartbeat to {Orchestrator} failed: {Reason}", EventName = "heartbeat_failed")]
    private static partial void LogUnheard(ILogger logger, Uri orchestrator, string reason);

    [LoggerMessage(3210, LogLevel.Error,
        "Keeping the node in the fleet of {Orchestrator} failed unexpectedly; it is tried again",
        EventName = "registration_defect")]
    private static partial void LogDefect(ILogger logger, Exception defect, Uri orchestrator);

    [LoggerMessage(3505, LogLevel.Warning,
        "A lease of pool {PoolId} has lost its owner: its request is ended", EventName = "lease_orphaned")]
    private static partial void LogGivenUp(ILogger logger, LeaseId leaseId, PoolId poolId);

    [LoggerMessage(3504, LogLevel.Information, "Node {NodeId} left the fleet: {Outcome}", EventName = "node_left")]
    private static partial void LogLeft(ILogger logger, NodeId nodeId, LinkOutcome outcome);
}
