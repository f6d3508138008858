using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Contracts.Handoff;

/// <summary>
/// 'An engine is up on this machine': written by the provisioner or by an operator's own script into the node's
/// handoff folder as <c>{pool_id}.json</c>, read by pool-managerd only.
/// </summary>
public sealed record HandoffFile
{
    /// <summary>The pool that the engine is for.</summary>
    public required PoolId PoolId { get; init; }

    /// <summary>The engine kind: <c>llamacpp</c>, <c>vllm</c>, <c>tgi</c>, <c>triton</c> or <c>openai</c>.</summary>
    public required string Engine { get; init; }

    /// <summary>The engine's version; empty when its writer does not know it.</summary>
    public string EngineVersion { get; init => field = value ?? string.Empty; } = string.Empty;

    /// <summary>
    /// Where the engine answers: an absolute http URL; for engines on this machine a loopback address.
    /// </summary>
    public required Uri Url { get; init; }

    /// <summary>The model that it serves; when absent the engine is asked.</summary>
    public ModelId? ModelId { get; init; }

    /// <summary>
    /// What the engine calls the model, up to 512 characters; when absent, the model id where the engine lists it, and
    /// otherwise the first model that it lists.
    /// </summary>
    public string? EngineModel { get; init; }

    /// <summary>Sequences in parallel, 1 to 4096; when absent the engine is asked.</summary>
    public int? Slots { get; init; }

    /// <summary>Context of one slot, tokens; when absent the engine is asked.</summary>
    public int? ContextTokens { get; init; }

    /// <summary>Devices that the engine uses: <c>cpu</c> or comma-separated device ids.</summary>
    public string DeviceMask { get; init => field = value ?? "cpu"; } = "cpu";

    /// <summary>When the file was written.</summary>
    public DateTimeOffset? WrittenAt { get; init; }
}
