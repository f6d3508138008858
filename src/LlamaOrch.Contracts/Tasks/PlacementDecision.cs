using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Contracts.Tasks;

/// <summary>
/// Why a task runs where it runs, waits, or was refused; <c>GET /v2/tasks/{id}/decision</c>.
/// </summary>
public sealed record PlacementDecision
{
    /// <summary>The task, or the request of the OpenAI-compatible API that has this id.</summary>
    public required TaskId TaskId { get; init; }

    /// <summary>The model asked for.</summary>
    public required ModelId Model { get; init; }

    /// <summary>
    /// <c>placed</c> (it has or had a slot), <c>queued</c> (it waits), <c>refused</c>, or <c>withdrawn</c> (it left the
    /// queue without a slot).
    /// </summary>
    public required string Outcome { get; init; }

    /// <summary>When this was decided; for a task that waits, now.</summary>
    public required DateTimeOffset DecidedAt { get; init; }

    /// <summary>One sentence: why this pool, what it waits for, or why it was refused.</summary>
    public required string Reason { get; init; }

    /// <summary>The error code of a refusal.</summary>
    public string? Code { get; init; }

    /// <summary>The pool whose slot it got.</summary>
    public PoolId? PoolId { get; init; }

    /// <summary>That pool's node.</summary>
    public NodeId? NodeId { get; init; }

    /// <summary>How many wait in front; absent unless it waits.</summary>
    public int? QueuePosition { get; init; }

    /// <summary>Pools that it had failed on before, or whose node had refused it.</summary>
    public IReadOnlyList<PoolId> FailedPools { get; init; } = [];

    /// <summary>The strategy: <c>least-loaded</c>, <c>round-robin</c> or <c>random</c>.</summary>
    public required string Strategy { get; init; }

    /// <summary>The weight of each score.</summary>
    public required IReadOnlyDictionary<string, double> Weights { get; init; }

    /// <summary>How many pools serve the model.</summary>
    public required int PoolsTotal { get; init; }

    /// <summary>How many of them each filter rejected; filters that rejected none are left out.</summary>
    public required IReadOnlyDictionary<string, int> Rejected { get; init; }

    /// <summary>
    /// The pools, at most 32: the chosen one first, then those that the task named or had to do with, then by id.
    /// </summary>
    public required IReadOnlyList<PlacementVerdict> Candidates { get; init; }
}
