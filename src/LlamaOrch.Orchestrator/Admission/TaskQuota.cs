namespace LlamaOrch.Orchestrator.Admission;

/// <summary>
/// The quota that a task counts against: its ticket is given back at its end, though it may come after that, and a
/// second one for the same task at once.
/// </summary>
internal sealed class TaskQuota
{
    private readonly Lock gate = new();
    private QuotaTicket? ticket;
    private long? tokens;

    /// <summary>Keeps a ticket until the task's end.</summary>
    public void Keep(QuotaTicket taken)
    {
        lock (gate)
        {
            if (ticket is null && tokens is null)
            {
                ticket = taken;
                return;
            }
        }

        taken.Leave(ticket is null ? tokens ?? 0 : 0);
    }

    /// <summary>The task has ended.</summary>
    public void End(long tokensOut)
    {
        lock (gate)
            tokens = tokensOut;
        ticket?.Leave(tokensOut);
    }
}
