namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>How dispatch ended: with an answer that has begun, or with a failure.</summary>
internal readonly struct DispatchOutcome
{
    public DispatchOutcome(DispatchAttempt answer, int firstByteCount) =>
        (Answer, FirstByteCount) = (answer, firstByteCount);

    public DispatchOutcome(DispatchFailure failure) => Failure = failure;

    /// <summary>The answer; its first bytes lie in the caller's memory.</summary>
    public DispatchAttempt? Answer { get; }

    /// <summary>How many bytes came first; 0 for an empty answer.</summary>
    public int FirstByteCount { get; }

    /// <summary>The failure; null when there is an answer.</summary>
    public DispatchFailure? Failure { get; }
}
