using LlamaOrch.Core.Sessions;
using LlamaOrch.Simulation.Tests.World;

namespace LlamaOrch.Simulation.Tests.Invariants;

/// <summary>What has happened in all lives of the control plane, as an onlooker keeps it.</summary>
internal sealed class Histories(SimulatedWorld world, SessionLimits limits)
{
    /// <summary>Every lease.</summary>
    public LeaseHistory Leases { get; } = new(world);

    /// <summary>The order of tasks.</summary>
    public ArrivalHistory Arrivals { get; } = new();

    /// <summary>What clients were told.</summary>
    public TaskHistory Tasks { get; } = new(world);

    /// <summary>What sessions have spent.</summary>
    public BudgetHistory Budgets { get; } = new(world, limits);
}
