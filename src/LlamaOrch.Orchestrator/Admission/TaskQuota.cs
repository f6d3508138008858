namespace LlamaOrch.Orchestrator.Admission;

/// <summary>
/// The quota that a task counts against: its ticket is given back at its end, though it may come after that, and a
/// second one for the same task at once.
/// </summary>
internal sealed class TaskQuota
{
    private static readonly object Ended = new();

    private object? state;
    private long tokens;

    /// <summary>Keeps a ticket until the task's end.</summary>
    public void Keep(QuotaTicket taken)
    {
        object? before = Interlocked.CompareExchange(ref state, taken, null);
        if (before is not null)
            taken.Leave(ReferenceEquals(before, Ended) ? Volatile.Read(ref tokens) : 0);
    }

    /// <summary>The task has ended.</summary>
    public void End(long tokensOut)
    {
        Volatile.Write(ref tokens, tokensOut);
        (Interlocked.Exchange(ref state, Ended) as QuotaTicket)?.Leave(tokensOut);
    }
}
