using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Core.Sessions;

namespace LlamaOrch.Simulation.Tests.Actors.ControlPlane;

/// <summary>The settings of a control plane.</summary>
internal sealed record ControlPlaneLimits
{
    /// <summary>Times and bounds of the fleet.</summary>
    public FleetLimits Fleet { get; init; } = new();

    /// <summary>Bounds of each queue.</summary>
    public QueueLimits Queue { get; init; } = new();

    /// <summary>Bounds of a session.</summary>
    public SessionLimits Session { get; init; } = new();

    /// <summary>Pools that a task may fail on.</summary>
    public int AttemptsMax { get; init; } = 4;
}
