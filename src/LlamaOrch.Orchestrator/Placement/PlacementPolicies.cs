using LlamaOrch.Contracts.Processes;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Placement;
using LlamaOrch.Orchestrator.Configuration;
using LlamaOrch.Orchestrator.Fleet;
using LlamaOrch.Orchestrator.Grains;
using LlamaOrch.Orchestrator.Metrics;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LlamaOrch.Orchestrator.Placement;

/// <summary>
/// The placement policy in force on this silo. It can be read again while the silo runs; what is not valid changes
/// nothing.
/// </summary>
/// <param name="first">The policy of the start.</param>
/// <param name="read">Reads and checks all settings as they are now.</param>
internal sealed partial class PlacementPolicies(
    PlacementPolicy first,
    Func<OrchestratorOptions> read,
    FleetView fleet,
    IGrainFactory grains,
    PlacementMetrics metrics,
    ILogger<PlacementPolicies> logger)
{
    private readonly Lock gate = new();
    private PlacementPolicy current = first;

    /// <summary>The policy in force.</summary>
    public PlacementPolicy Current => Volatile.Read(ref current);

    /// <summary>Reads the settings again; the result is why they were not taken, null when they were.</summary>
    public string? Reload()
    {
        lock (gate)
        {
            PlacementPolicy next;
            try
            {
                next = PlacementSettings.PolicyOf(read());
            }
            catch (StartupException invalid)
            {
                metrics.ReloadFailed.Inc();
                LogNotTaken(logger, invalid.Message);
                return invalid.Message;
            }

            metrics.Reloaded.Inc();
            LogTaken(logger, next.Strategy);
            Volatile.Write(ref current, next);
        }

        // A scheduler looks at the policy when something happens; for those whose tasks only wait, this does.
        FleetSnapshot now = fleet.Current;
        foreach (string model in now.Models)
            _ = grains.GetGrain<IModelSchedulerGrain>(model).FleetChangedAsync(new Immutable<FleetSnapshot>(now));
        return null;
    }

    [LoggerMessage(2301, LogLevel.Information,
        "The placement settings were read again; the strategy is {Strategy}", EventName = "placement_settings_taken")]
    private static partial void LogTaken(ILogger logger, string strategy);

    [LoggerMessage(2302, LogLevel.Warning,
        "The placement settings were read again and are not valid, so the old ones stay: {Problems}",
        EventName = "placement_settings_kept")]
    private static partial void LogNotTaken(ILogger logger, string problems);
}
