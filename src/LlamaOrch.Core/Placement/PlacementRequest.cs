using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Core.Placement;

/// <summary>What a task asks of its pool. The default asks nothing.</summary>
public readonly record struct PlacementRequest
{
    /// <summary>The model that the pool must serve.</summary>
    public ModelId Model { get; init; }

    /// <summary>Context needed at least, tokens; 0 when unknown.</summary>
    public int ContextTokens { get; init; }

    /// <summary>
    /// Context in which the prompt and the whole answer would fit, tokens: among pools that are wanted alike, those
    /// that have it go first. 0 when unknown.
    /// </summary>
    public int RoomTokens { get; init; }

    /// <summary>Fewest tokens that the prompt can have; part of <see cref="ContextTokens"/>, for its reason.</summary>
    public int PromptTokensMin { get; init; }

    /// <summary>The engine kind that must serve it; null for any.</summary>
    public string? Engine { get; init; }

    /// <summary>Where the client wants it to run; null for wherever is best.</summary>
    public PlacementPreferences? Preferences { get; init; }

    /// <summary>Pools that the task has failed on: used only when no other will do now. Null for none.</summary>
    public IReadOnlyList<PoolId>? Failed { get; init; }

    /// <summary>Pools that the task has failed on and must not go back to now. Null for none.</summary>
    public IReadOnlyList<PoolId>? Barred { get; init; }

    /// <summary>Whether pools that rest will do as well.</summary>
    public bool IgnoresRest { get; init; }

    /// <summary>The conversation; null for none.</summary>
    public SessionId? Session { get; init; }

    /// <summary>Chained hashes of the prompt's first blocks, see <c>PromptBlocks</c>; null for none.</summary>
    public IReadOnlyList<ulong>? PromptBlocks { get; init; }

    /// <summary>See <see cref="Scheduling.SlotRequest.WaitsForNodes"/>.</summary>
    public bool WaitsForNodes { get; init; }

    /// <summary>A random number, for strategies that draw.</summary>
    public ulong Draw { get; init; }

    /// <summary>Whether not every pool of the model will do.</summary>
    internal bool IsDemanding =>
        Preferences is not null || Engine is not null || ContextTokens > 0 || Barred is { Count: > 0 };

    /// <summary>
    /// Whether a context, in tokens, has room for all that the task wants; 0 is an unknown one, and has.
    /// </summary>
    internal bool HasRoom(int contextTokens) => contextTokens == 0 || RoomTokens <= contextTokens;

    /// <summary>
    /// How much the task wants a pool, 0 most: the pinned one, preferred ones, others; those that it failed on come
    /// after all others, in the same order.
    /// </summary>
    internal int TierOf(PoolId pool)
    {
        int wanted = Preferences switch
        {
            null => 2,
            { Pin: PoolId pin } when pin == pool => 0,
            { Prefer: { Count: > 0 } preferred } when preferred.Contains(pool) => 1,
            _ => 2,
        };
        return Failed is { Count: > 0 } failed && failed.Contains(pool) ? wanted + 3 : wanted;
    }
}
