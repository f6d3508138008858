using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Placement;

namespace LlamaOrch.Core.Scheduling;

/// <summary>One task's wish for a slot.</summary>
public sealed record SlotRequest
{
    /// <summary>The task.</summary>
    public required TaskId TaskId { get; init; }

    /// <summary>The model that must serve it.</summary>
    public required ModelId ModelId { get; init; }

    /// <summary>Who waits in front.</summary>
    public TaskPriority Priority { get; init; } = TaskPriority.Interactive;

    /// <summary>
    /// Context that the client asks for, tokens; pools with a smaller one are left out. 0: any will do.
    /// </summary>
    public int ContextTokens { get; init; }

    /// <summary>
    /// Size of the prompt's text, bytes, see <see cref="PromptSize"/>. 0: unknown.
    /// </summary>
    public int PromptBytes { get; init; }

    /// <summary>
    /// Most tokens that the client wants as an answer: pools with room for them are preferred, and none is left out.
    /// 0: unknown.
    /// </summary>
    public int AnswerTokens { get; init; }

    /// <summary>The conversation that it belongs to; null for none.</summary>
    public SessionId? SessionId { get; init; }

    /// <summary>The engine kind that must serve it; null for any.</summary>
    public string? Engine { get; init; }

    /// <summary>Chained hashes of its prompt's first blocks: finds pools that know them.</summary>
    public IReadOnlyList<ulong> PromptBlocks { get; init; } = [];

    /// <summary>
    /// When it must have ended; null for never. By the same clock as every other time that a scheduler is given, which
    /// is not the wall clock: a clock that is set ends no task. On disk it is a time of the wall clock.
    /// </summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Most time on a slot; null for no limit.</summary>
    public TimeSpan? TimeMax { get; init; }

    /// <summary>Where it wants to run; null for wherever is best.</summary>
    public PlacementPreferences? Preferences { get; init; }

    /// <summary>
    /// Whether it waits for nodes that are expected back after a restart of the control plane, instead of being told
    /// that its model is not ready.
    /// </summary>
    public bool WaitsForNodes { get; init; }

    /// <summary>Whether a slot that is free at once comes with the decision that chose it.</summary>
    public bool WantsDecision { get; init; }

    /// <summary>
    /// Pools that this task has failed on: it waits for others, and goes back only where <see cref="MayRepeat"/> says
    /// so.
    /// </summary>
    public IReadOnlyList<PoolId> Avoid { get; init; } = [];

    /// <summary>
    /// Whether it may try a pool again that it has failed on, after the pool's pause, when no other will have it.
    /// </summary>
    public bool MayRepeat { get; init; }

    /// <summary>
    /// A pool that had no slot for it after all: used again only when no other has one. Null for none.
    /// </summary>
    public PoolId? Full { get; init; }
}
