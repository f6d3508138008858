using LlamaOrch.Core.Scheduling;
using LlamaOrch.Core.Sessions;
using LlamaOrch.Simulation.Tests.Actors.Clients;
using LlamaOrch.Simulation.Tests.Actors.ControlPlane;
using LlamaOrch.Simulation.Tests.World;

namespace LlamaOrch.Simulation.Tests.Scenarios;

/// <summary>
/// What a seed plays: a fleet small enough that everything collides, and some kinds of faults, since a run with all of
/// them at once hardly gets anywhere.
/// </summary>
internal sealed record Scenario
{
    /// <summary>Replicas of the control plane; two know nothing of each other, as after a split.</summary>
    public required int Replicas { get; init; }

    /// <summary>Nodes.</summary>
    public required int Nodes { get; init; }

    /// <summary>Most pools of a node.</summary>
    public required int PoolsMax { get; init; }

    /// <summary>Most slots of a pool.</summary>
    public required int SlotsMax { get; init; }

    /// <summary>Clients.</summary>
    public required int Clients { get; init; }

    /// <summary>How the clients behave.</summary>
    public required ClientHabits Habits { get; init; }

    /// <summary>The control plane's settings.</summary>
    public required ControlPlaneLimits Limits { get; init; }

    /// <summary>For how long clients ask and faults come.</summary>
    public required TimeSpan Busy { get; init; }

    /// <summary>What goes wrong.</summary>
    public required IReadOnlyList<FaultKind> Faults { get; init; }

    /// <summary>The longest pause between two faults.</summary>
    public required TimeSpan FaultPauseMax { get; init; }

    /// <summary>Draws a scenario.</summary>
    public static Scenario Draw(SeededRandom random)
    {
        double share = random.OneOf([0, 0.2, 0.5, 0.8]);
        int replicas = random.Chance(0.15) ? 2 : 1;
        string[] models = random.Chance(0.3) ? ["m1", "m2"] : ["m1"];
        return new Scenario
        {
            Replicas = replicas,
            Nodes = random.Between(1, 3),
            PoolsMax = random.Between(1, 2),
            SlotsMax = random.Between(1, 3),
            Clients = random.Between(1, 4),
            Habits = new ClientHabits
            {
                Models = models,
                PauseMax = TimeSpan.FromSeconds(random.Between(1, 8)),
                TokensMax = random.Between(1, 12),
                Batch = random.Fraction() * 0.7,
                // Two that know nothing of each other have no common journal.
                Tasks = replicas == 1 ? random.OneOf([0.5, 1]) : 0,
                InSession = random.OneOf([0, 0.5]),
                Impatient = random.Fraction() * 0.5,
            },
            Limits = new ControlPlaneLimits
            {
                Queue = new QueueLimits
                {
                    Capacity = random.Between(1, 12),
                    BatchEvery = random.Between(2, 4),
                    Policy = random.OneOf([QueuePolicy.Reject, QueuePolicy.DropLru]),
                    WaitMax = TimeSpan.FromSeconds(random.OneOf([10, 60, 600])),
                },
                Session = new SessionLimits
                {
                    TurnsMax = random.Between(2, 30),
                    Ttl = TimeSpan.FromDays(1),
                    Budget = new BudgetLimits(random.Between(5, 60), null, null),
                },
                AttemptsMax = random.Between(2, 4),
            },
            Busy = TimeSpan.FromSeconds(random.Between(20, 120)),
            Faults = [.. Enum.GetValues<FaultKind>().Where(_ => random.Chance(share))],
            FaultPauseMax = TimeSpan.FromSeconds(random.Between(2, 30)),
        };
    }
}
