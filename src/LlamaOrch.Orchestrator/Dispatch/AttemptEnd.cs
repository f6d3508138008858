namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>How one attempt on one slot ended.</summary>
/// <param name="How">What to do next.</param>
/// <param name="Answer">The answer, when it has begun.</param>
/// <param name="FirstByteCount">How many of its bytes lie in the caller's memory.</param>
/// <param name="Failure">Why there is none.</param>
/// <param name="Fault">What a failure says of the pool.</param>
internal readonly record struct AttemptEnd(
    AttemptResult How, DispatchAttempt? Answer = null, int FirstByteCount = 0, DispatchFailure? Failure = null,
    PoolFault Fault = PoolFault.Unreachable);
