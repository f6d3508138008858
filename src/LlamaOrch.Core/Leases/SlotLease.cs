using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Core.Leases;

/// <summary>The right to use one slot of one pool until released.</summary>
public sealed record SlotLease
{
    /// <summary>The lease.</summary>
    public required LeaseId LeaseId { get; init; }

    /// <summary>Grows with every grant of this scheduler; the node refuses an older one for the same lease.</summary>
    public required long Fence { get; init; }

    /// <summary>Who holds it.</summary>
    public required TaskId TaskId { get; init; }

    /// <summary>The model that the pool serves.</summary>
    public required ModelId ModelId { get; init; }

    /// <summary>The pool whose slot it is.</summary>
    public required PoolId PoolId { get; init; }

    /// <summary>The pool's node.</summary>
    public required NodeId NodeId { get; init; }

    /// <summary>Where the node is reached.</summary>
    public required Uri Address { get; init; }

    /// <summary>The pool's engine kind, for metrics and logs.</summary>
    public required string Engine { get; init; }

    /// <summary>The engine's version as it tells it; null while unknown.</summary>
    public string? EngineVersion { get; init; }

    /// <summary>Whether its pool has failed before and is tried with it: how it goes is to be told at once.</summary>
    public bool IsTrial { get; init; }

    /// <summary>The task's place in the queue, to be kept when it must go elsewhere.</summary>
    public required long Place { get; init; }

    /// <summary>
    /// Which of the task's requests it answers: a task that asks again must not take the slot of a request that it has
    /// withdrawn, or it would run at that one's place while its own still waits.
    /// </summary>
    public long Ticket { get; init; }
}
