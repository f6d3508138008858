namespace LlamaOrch.Core.Sessions;

/// <summary>Bounds of a session, for those that don't set their own.</summary>
public sealed record SessionLimits
{
    /// <summary>A session without a turn for this long is forgotten. Default 10 minutes.</summary>
    public TimeSpan Ttl { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Most turns of one session. Default 8.</summary>
    public int TurnsMax { get; init; } = 8;

    /// <summary>What all turns of a session may use together. Default: no limit.</summary>
    public BudgetLimits Budget { get; init; } = BudgetLimits.None;

    /// <summary>Price of 1,000 generated tokens, millionths of the operator's currency. Default 0.</summary>
    public long MicrosPerThousandTokens { get; init; }
}
