using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Sessions;

namespace LlamaOrch.Core.Ports;

/// <summary>
/// Keeps sessions over restarts: what was reserved or spent must not be forgotten with the process. Every call may
/// throw what the store throws when it can't be reached; nothing is half done then.
/// </summary>
public interface ISessionStore
{
    /// <summary>A session; null when there is none.</summary>
    ValueTask<SessionState?> FindAsync(SessionId sessionId, CancellationToken cancellationToken);

    /// <summary>Keeps a session as it is now; durable when this returns.</summary>
    ValueTask SaveAsync(SessionId sessionId, SessionState state, CancellationToken cancellationToken);

    /// <summary>Forgets a session; one that is not there is fine.</summary>
    ValueTask DeleteAsync(SessionId sessionId, CancellationToken cancellationToken);

    /// <summary>Forgets sessions that have expired, at most <paramref name="most"/>; how many there were.</summary>
    ValueTask<int> DeleteExpiredAsync(DateTimeOffset now, int most, CancellationToken cancellationToken);
}
