namespace LlamaOrch.Contracts.Meta;

/// <summary>What one request may ask for at most.</summary>
public sealed record RequestLimits
{
    /// <summary>Most tokens of one answer, whatever the model.</summary>
    public required int MaxTokensMax { get; init; }

    /// <summary>Most answers to one request below <c>/v1</c> (<c>n</c>).</summary>
    public required int AnswersMax { get; init; }

    /// <summary>Longest deadline of a task, milliseconds.</summary>
    public required long DeadlineMsMax { get; init; }

    /// <summary>Largest body, bytes.</summary>
    public required int BodyBytesMax { get; init; }

    /// <summary>Deepest nesting of a JSON body.</summary>
    public required int JsonDepthMax { get; init; }

    /// <summary>Most tasks that wait per model.</summary>
    public required int QueueCapacity { get; init; }

    /// <summary>Longest wait for a slot, milliseconds.</summary>
    public required long QueueWaitMsMax { get; init; }
}
