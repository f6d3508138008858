namespace LlamaOrch.Contracts.Sessions;

/// <summary>What the turns of a session may use together; null where there is no limit.</summary>
public sealed record SessionBudget
{
    /// <summary>Generated tokens, from 1.</summary>
    public long? Tokens { get; init; }

    /// <summary>Time on slots, from dispatch to end, milliseconds, from 1.</summary>
    public long? TimeMs { get; init; }

    /// <summary>Price of the generated tokens in the operator's currency, above 0, to millionths.</summary>
    public decimal? Cost { get; init; }
}
