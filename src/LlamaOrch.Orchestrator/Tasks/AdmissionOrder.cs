namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>Numbers tasks as they are taken; by these numbers they are taken up again after a restart.</summary>
internal sealed class AdmissionOrder
{
    private long last;

    /// <summary>The next number.</summary>
    public long Next() => Interlocked.Increment(ref last);

    /// <summary>Numbers begin after those of tasks that are left from before.</summary>
    public void ContinueAfter(long number) => last = Math.Max(last, number);
}
