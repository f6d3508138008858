using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Ports;
using LlamaOrch.Core.Sessions;

namespace LlamaOrch.Orchestrator.Tests.Scenes;

/// <summary>A store of sessions that keeps none, and whose disk can be full.</summary>
internal sealed class FaultySessionStore : ISessionStore
{
    /// <summary>Whether nothing can be written.</summary>
    public bool IsFull { get; set; }

    /// <summary>Sessions that were to be kept.</summary>
    public int Saves { get; private set; }

    public ValueTask<SessionState?> FindAsync(SessionId sessionId, CancellationToken cancellationToken) =>
        new((SessionState?)null);

    public ValueTask SaveAsync(SessionId sessionId, SessionState state, CancellationToken cancellationToken)
    {
        Saves++;
        return IsFull ? ValueTask.FromException(new StorageException("The disk is full.")) : default;
    }

    public ValueTask DeleteAsync(SessionId sessionId, CancellationToken cancellationToken) => default;

    public ValueTask<int> DeleteExpiredAsync(DateTimeOffset now, int most, CancellationToken cancellationToken) =>
        new(0);
}
