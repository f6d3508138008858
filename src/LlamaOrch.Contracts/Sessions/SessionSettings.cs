namespace LlamaOrch.Contracts.Sessions;

/// <summary>
/// How a session shall be, said by the task that begins it; later tasks say the same or nothing. Default: the control
/// plane's settings.
/// </summary>
public sealed record SessionSettings
{
    /// <summary>Without a turn for this long the session is forgotten, milliseconds, 1,000 to 86,400,000.</summary>
    public long? TtlMs { get; init; }

    /// <summary>Most turns, 1 to 1,000.</summary>
    public int? TurnsMax { get; init; }

    /// <summary>What all turns may use together; no more than the control plane's settings allow.</summary>
    public SessionBudget? Budget { get; init; }
}
