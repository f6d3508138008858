namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>
/// Decides, for one run of a task, whether a stop of the control plane or the answer's first byte came first. A run
/// that has not begun to answer is broken off and goes on in the next life; one that answers may end.
/// </summary>
internal sealed class AnswerGate : IDisposable
{
    private const int Waits = 0;
    private const int Answers = 1;
    private const int IsBrokenOff = 2;

    private readonly CancellationTokenSource brokenOff = new();
    private readonly CancellationTokenRegistration stopping;
    private int state;

    public AnswerGate(CancellationToken stopBegun) => stopping = stopBegun.Register(BreakOff);

    /// <summary>Canceled when the run is broken off before its answer began.</summary>
    public CancellationToken BrokenOff => brokenOff.Token;

    /// <summary>The answer begins; false when the run has been broken off.</summary>
    public bool TryAnswer() => Interlocked.CompareExchange(ref state, Answers, Waits) == Waits;

    public void Dispose()
    {
        stopping.Dispose();
        brokenOff.Dispose();
    }

    private void BreakOff()
    {
        if (Interlocked.CompareExchange(ref state, IsBrokenOff, Waits) == Waits)
            brokenOff.Cancel();
    }
}
