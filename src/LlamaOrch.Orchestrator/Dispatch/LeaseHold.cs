using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>The use of one lease on this silo: ends with its caller's wish, and when the lease is lost.</summary>
internal sealed class LeaseHold : IDisposable
{
    private readonly LeaseHolds owner;
    private readonly LeaseId leaseId;
    private readonly CancellationTokenSource stop;
    private volatile bool isLost;

    public LeaseHold(LeaseHolds owner, LeaseId leaseId, CancellationToken caller)
    {
        (this.owner, this.leaseId, Caller) = (owner, leaseId, caller);
        stop = CancellationTokenSource.CreateLinkedTokenSource(caller);
        Token = stop.Token;
    }

    /// <summary>What its caller stops it by.</summary>
    public CancellationToken Caller { get; }

    /// <summary>Canceled when its caller wants it no more, and when the lease is lost.</summary>
    public CancellationToken Token { get; }

    /// <summary>Whether the node has said that it does not hold the lease.</summary>
    public bool IsLost => isLost;

    /// <summary>Nobody works for this lease any more: whoever waits for its answer is told.</summary>
    public void Lose()
    {
        isLost = true;
        try
        {
            // Elsewhere: what is cut must not go on within the scheduler that says so.
            _ = stop.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It has ended in the same moment.
        }
    }

    public void Dispose()
    {
        owner.Forget(leaseId);
        stop.Dispose();
    }
}
