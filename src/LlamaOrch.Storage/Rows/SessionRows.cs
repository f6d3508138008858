using LlamaOrch.Core.Sessions;

namespace LlamaOrch.Storage.Rows;

/// <summary>How parts of a session stand in its row, the same in every store.</summary>
public static class SessionRows
{
    // Longer than any turn runs: a reservation whose task was lost with a crash does not stay for ever.
    private static readonly TimeSpan TurnMax = TimeSpan.FromDays(7);

    /// <summary>When it may be forgotten, as <see cref="TaskRows.Write(DateTimeOffset)"/>.</summary>
    public static long Expiry(SessionState state) =>
        TaskRows.Write(state.LastUsed + state.Limits.Ttl + (state.Reserved.IsEmpty ? TimeSpan.Zero : TurnMax));
}
