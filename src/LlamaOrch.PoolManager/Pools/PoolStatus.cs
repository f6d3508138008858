using LlamaOrch.Contracts.Pools;
using LlamaOrch.PoolManager.Engines;

namespace LlamaOrch.PoolManager.Pools;

/// <summary>
/// A pool at one moment; immutable, so that a request reads one reference and sees no half of a change.
/// </summary>
internal sealed record PoolStatus
{
    /// <summary>Whether an engine is being started for it.</summary>
    public bool Starting { get; init; }

    /// <summary>Whether it only finishes what it has.</summary>
    public bool Draining { get; init; }

    /// <summary>Why it was given up, one sentence; null while it was not.</summary>
    public string? Failure { get; init; }

    /// <summary>
    /// The exit code of the engine that was given up; says nothing while <see cref="Failure"/> is null.
    /// </summary>
    public int? FailureExitCode { get; init; }

    /// <summary>Why it is not ready though nobody gave it up, one sentence.</summary>
    public string? Trouble { get; init; }

    /// <summary>The engine that a handoff file named; null without one.</summary>
    public EngineAttachment? Attachment { get; init; }

    /// <summary>How that engine is.</summary>
    public EngineHealth Health { get; init; }

    /// <summary>What that engine serves; null until it told.</summary>
    public EngineProperties? Properties { get; init; }

    /// <summary>Where the pool is in its life.</summary>
    public PoolState State
    {
        get
        {
            if (Failure is not null)
                return PoolState.Failed;
            if (Draining)
                return PoolState.Draining;
            if (Attachment is null)
                return Starting ? PoolState.Initializing : PoolState.Offline;
            return Health switch
            {
                EngineHealth.Ok when Properties is not null => PoolState.Ready,
                EngineHealth.Unknown or EngineHealth.Loading => PoolState.Initializing,
                _ => PoolState.Offline,
            };
        }
    }

    /// <summary>Whether it takes work.</summary>
    public bool Ready => State == PoolState.Ready;

    /// <summary>Why it does not take work; null while it does or while nothing went wrong.</summary>
    public string? LastError => Ready ? null : Failure ?? Trouble;
}
