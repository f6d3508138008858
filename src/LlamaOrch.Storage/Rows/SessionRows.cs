using LlamaOrch.Core.Sessions;

namespace LlamaOrch.Storage.Rows;

/// <summary>How parts of a session stand in its row, the same in every store.</summary>
public static class SessionRows
{
    /// <summary>When it expires, as <see cref="TaskRows.Write(DateTimeOffset)"/>; never while a turn runs.</summary>
    public static long Expiry(SessionState state) =>
        state.Reserved.IsEmpty ? TaskRows.Write(state.LastUsed + state.Limits.Ttl) : long.MaxValue;
}
