namespace LlamaOrch.Core.Scheduling;

/// <summary>Who waits in front.</summary>
public enum TaskPriority
{
    /// <summary>Somebody is watching: served first.</summary>
    Interactive,

    /// <summary>
    /// Served when no interactive task waits, and at least every <see cref="QueueLimits.BatchEvery"/>-th time.
    /// </summary>
    Batch,
}
