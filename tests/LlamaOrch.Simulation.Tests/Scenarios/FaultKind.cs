namespace LlamaOrch.Simulation.Tests.Scenarios;

/// <summary>What may go wrong in a run; each seed has some of these.</summary>
internal enum FaultKind
{
    /// <summary>Requests and answers vanish.</summary>
    Drops,

    /// <summary>Requests and answers come twice.</summary>
    Duplicates,

    /// <summary>Some take long, so that later ones overtake them.</summary>
    Delays,

    /// <summary>Connections break, on one side or both.</summary>
    Resets,

    /// <summary>Two processes do not reach each other, or one not the other.</summary>
    Partitions,

    /// <summary>Nodes are killed and come back.</summary>
    NodeCrashes,

    /// <summary>Nodes freeze.</summary>
    NodePauses,

    /// <summary>Nodes leave in good order and come back.</summary>
    NodeLeaves,

    /// <summary>Engines crash and are started again.</summary>
    EngineCrashes,

    /// <summary>Engines hang until the supervisor kills them.</summary>
    EngineHangs,

    /// <summary>Engines refuse, break off, are slow and answer garbage.</summary>
    EngineErrors,

    /// <summary>The control plane is killed and comes back.</summary>
    ControlPlaneCrashes,

    /// <summary>The control plane freezes.</summary>
    ControlPlanePauses,

    /// <summary>Clocks are set.</summary>
    ClockJumps,

    /// <summary>The control plane's disk is full, and does not always tell the truth about it.</summary>
    FullDisks,

    /// <summary>Some commits take seconds.</summary>
    SlowDisks,
}
