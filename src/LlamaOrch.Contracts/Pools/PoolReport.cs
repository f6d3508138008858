using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Contracts.Pools;

/// <summary>What a node says of one of its pools: in registration, in each heartbeat, and when polled.</summary>
public sealed record PoolReport
{
    // The generated reader sets what is absent to null, over the initial value: hence the defaults in the setters.

    /// <summary>The pool.</summary>
    public required PoolId PoolId { get; init; }

    /// <summary>The pool's node; only in answers of the control plane, a node's own reports leave it out.</summary>
    public NodeId? NodeId { get; init; }

    /// <summary>Where the pool is in its life.</summary>
    public required PoolState State { get; init; }

    /// <summary>Whether the engine is healthy and takes work.</summary>
    public required bool Ready { get; init; }

    /// <summary>Whether the pool only finishes what it has.</summary>
    public required bool Draining { get; init; }

    /// <summary>Sequences that the engine decodes in parallel; 0 while unknown.</summary>
    public required int SlotsTotal { get; init; }

    /// <summary>
    /// True when neither the engine nor a setting told the slots, so that a default stands for them; else absent.
    /// </summary>
    public bool? SlotsAssumed { get; init; }

    /// <summary>
    /// Slots that no lease holds at this moment; the control plane says 0 for a pool that it can't reach or whose
    /// engine is down.
    /// </summary>
    public required int SlotsFree { get; init; }

    /// <summary>The engine kind: <c>llamacpp</c>, <c>vllm</c>, <c>tgi</c>, <c>triton</c> or <c>openai</c>.</summary>
    public required string Engine { get; init; }

    /// <summary>The engine's version as it tells it; empty while unknown.</summary>
    public string EngineVersion { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>The model that the engine serves; absent while none is loaded.</summary>
    public ModelId? ModelId { get; init; }

    /// <summary>Models staged on the node that this pool could serve.</summary>
    public IReadOnlyList<ModelId> ModelsAvailable { get; init => field = value ?? []; } = [];

    /// <summary>The files behind these models, for those of them that the node knows the file of.</summary>
    public IReadOnlyList<ModelReport> Models { get; init => field = value ?? []; } = [];

    /// <summary>Context size of one slot, in tokens; 0 while unknown.</summary>
    public int ContextTokens { get; init; }

    /// <summary>
    /// The pool's devices: <c>cpu</c> (default), or ids separated by commas as the node's settings write them.
    /// </summary>
    public string DeviceMask { get; init => field = value ?? "cpu"; } = "cpu";

    /// <summary>Device memory of the pool's devices, bytes; 0 for a CPU pool.</summary>
    public long VramTotalBytes { get; init; }

    /// <summary>Free device memory of the pool's devices, bytes.</summary>
    public long VramFreeBytes { get; init; }

    /// <summary>Leases that hold a slot now, so that a restarted control plane can rebuild its view.</summary>
    public IReadOnlyList<LeaseId> ActiveLeases { get; init => field = value ?? []; } = [];

    /// <summary>Why the pool is failed or offline, one sentence; absent otherwise.</summary>
    public string? LastError { get; init; }

    /// <summary>The exit code of an engine that was given up, out of the product's list; absent otherwise.</summary>
    public int? LastExitCode { get; init; }
}
