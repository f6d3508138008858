namespace LlamaOrch.Storage.Commits;

/// <summary>A write that waits for its commit; its task is done when what it wrote is on disk.</summary>
/// <param name="write">What is to be written.</param>
public sealed class PendingWrite<TWrite>(TWrite write)
    : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    /// <summary>What is to be written.</summary>
    public TWrite Write => write;

    /// <summary>Why this write alone can't be done; null otherwise. The others of its batch are not affected.</summary>
    public Exception? Refusal { get; set; }
}
