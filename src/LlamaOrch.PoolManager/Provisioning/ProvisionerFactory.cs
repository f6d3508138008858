using LlamaOrch.Hosting.Timing;
using LlamaOrch.PoolManager.Configuration;
using LlamaOrch.PoolManager.Engines;
using LlamaOrch.PoolManager.Handoff;
using LlamaOrch.PoolManager.Metrics;
using LlamaOrch.PoolManager.Pools;
using LlamaOrch.PoolManager.Supervision;
using LlamaOrch.PoolManager.Timing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LlamaOrch.PoolManager.Provisioning;

/// <summary>Makes the provisioner that a pool's engine kind needs.</summary>
internal sealed class ProvisionerFactory(
    HandoffFolder handoff,
    EngineAdapters adapters,
    PoolMetrics metrics,
    EngineLeftovers leftovers,
    IOptions<PoolManagerOptions> options,
    IHostApplicationLifetime lifetime,
    Random random,
    SteadyTime time,
    ILoggerFactory loggers)
{
    private readonly PoolManagerOptions settings = options.Value;

    public IPoolProvisioner Create(Pool pool, PoolSpec spec) =>
        spec.EngineUrl is null ? Supervisor(pool, spec) : Attach(pool, spec);

    private EngineSupervisor Supervisor(Pool pool, PoolSpec spec)
    {
        var limits = new EngineLifeLimits(
            TimeSpan.FromMilliseconds(settings.StartTimeoutMs),
            TimeSpan.FromMilliseconds(settings.HangRestartMs),
            TimeSpan.FromMilliseconds(settings.HealthIntervalMs));
        var policy = new RestartPolicy(
            RestartPauses(), settings.RestartsMax, TimeSpan.FromMilliseconds(settings.RestartWindowMs));
        ILogger<EngineSupervisor> logger = loggers.CreateLogger<EngineSupervisor>();
        var life = new EngineLife(pool, spec, handoff, adapters.For(spec.Engine), limits, leftovers, time, logger);
        return new EngineSupervisor(
            pool, spec, EngineCommand.Resolve(settings.EngineCommand), life, policy, handoff, metrics, random, time,
            logger, lifetime.ApplicationStopping);
    }

    private AttachProvisioner Attach(Pool pool, PoolSpec spec) => new(
        pool, spec, handoff, adapters.For(spec.Engine), settings.HealthFailuresMax, RestartPauses(), random, time,
        loggers.CreateLogger<AttachProvisioner>());

    private Backoff RestartPauses() => new(
        TimeSpan.FromMilliseconds(settings.RestartBackoffMs), TimeSpan.FromMilliseconds(settings.RestartBackoffMaxMs));
}
