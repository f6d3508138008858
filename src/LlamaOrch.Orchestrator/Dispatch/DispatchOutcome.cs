using LlamaOrch.Core.Scheduling;
using LlamaOrch.Orchestrator.Logging;
using LlamaOrch.Orchestrator.Metrics;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>
/// How dispatch ended: with an answer that has begun, with a failure, or with neither when it was canceled.
/// </summary>
/// <param name="Answer">The answer.</param>
/// <param name="FirstByteCount">How many of its bytes lie in the caller's memory; 0 for an empty answer.</param>
/// <param name="Failure">The failure.</param>
/// <param name="LastTarget">The pool of the last attempt; null when there was none.</param>
internal readonly record struct DispatchOutcome(
    DispatchAttempt? Answer, int FirstByteCount, DispatchFailure? Failure, PoolTarget? LastTarget)
{
    /// <summary>The series by which a bad end is counted: those of the pool where it came to it.</summary>
    public TaskSeries Series(TaskMetrics metrics, TaskPriority priority) =>
        LastTarget?.Series(priority) ?? metrics.Unplaced(priority);

    /// <summary>How a request without an answer ended.</summary>
    public RequestEnd End(RequestEnding how, TimeSpan waited, ErrorCode? code = null) =>
        new(how, LastTarget, waited) { Code = code };
}
