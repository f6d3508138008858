namespace LlamaOrch.Core.Tasks;

/// <summary>What is to be done, in the order of the list.</summary>
public abstract record TaskEffect
{
    private TaskEffect()
    {
    }

    /// <summary>Put it back into its model's queue, at the place that it had, and do its work.</summary>
    public sealed record Requeue : TaskEffect;

    /// <summary>
    /// Write that tokens may be seen, beside the work; show tokens only when that is on disk.
    /// </summary>
    public sealed record MarkDelivered : TaskEffect;

    /// <summary>Let no event follow, the last one excepted, which nobody sees yet.</summary>
    public sealed record Seal : TaskEffect;

    /// <summary>Stop the work, wherever it is.</summary>
    public sealed record StopWork : TaskEffect;

    /// <summary>Write the end now, and tell how that went.</summary>
    public sealed record WriteOutcome : TaskEffect;

    /// <summary>Write the end after a pause, and tell how that went.</summary>
    public sealed record WriteOutcomeLater(TimeSpan Pause) : TaskEffect;

    /// <summary>Show the end to everybody: readers, views, whoever asked for a cancel, metrics.</summary>
    public sealed record Publish : TaskEffect;
}
