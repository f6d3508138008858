using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Core.Scheduling;

/// <summary>
/// Why a task is not taken, or not kept, for reasons of time and room; the sentences that clients read.
/// </summary>
internal static class DropReasons
{
    /// <summary>The deadline is over.</summary>
    public const string DeadlinePassed = "The task's deadline has passed.";

    // Below this a promise would be a lie; above it the client may still be lucky.
    private const double HopelessBelow = 0.01;

    /// <summary>
    /// Whether a task has next to no chance to start by its deadline. How long it will take then is its own affair: its
    /// answer may be shorter than those before.
    /// </summary>
    public static bool IsHopeless(SlotRequest request, QueueOutlook outlook, DateTimeOffset now) =>
        request.Deadline is DateTimeOffset deadline
        && outlook.Start is StartPrediction start
        && start.StartedWithin(deadline - now) < HopelessBelow;

    /// <summary>It would start too late.</summary>
    public static string TooLate(QueueOutlook outlook) =>
        $"The task can't meet its deadline: {outlook.Position} are in front of it and it would start in about "
            + $"{(long)outlook.Start!.Wait.TotalMilliseconds} ms.";

    /// <summary>It asks twice.</summary>
    public static SlotAnswer.Refused WaitsAlready(TaskId taskId) =>
        new(ErrorCode.Conflict, $"Task {taskId} waits already.");

    /// <summary>There is no room for it.</summary>
    public static SlotAnswer.Refused Full(ErrorCode code, ModelId model, QueueLimits limits, long? retryAfterMs) =>
        new(code, $"The queue of model '{model}' is full ({limits.Capacity} tasks).", retryAfterMs);

    /// <summary>All pools that would do have failed it.</summary>
    public static SlotAnswer.Refused NoOtherPool(ModelId model) =>
        new(ErrorCode.PoolUnavailable, $"No other pool of model '{model}' could take the task: try again shortly.");

    /// <summary>It gave way to a newer one.</summary>
    public static SlotAnswer.Refused MadeRoom(ModelId model, QueueLimits limits, long? retryAfterMs) => new(
        ErrorCode.QueueFullDropLru,
        $"The queue of model '{model}' is full ({limits.Capacity} tasks) and the oldest task made room for a new one.",
        retryAfterMs);

    /// <summary>Its time in the queue is over.</summary>
    public static SlotAnswer.Refused Expired(in WaitingTask task, DateTimeOffset now) => new(
        ErrorCode.DecodeTimeout,
        task.Request.Deadline <= now
            ? DeadlinePassed
            : "No slot became free within the time that a task may wait.");
}
