using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Contracts.Tasks;

/// <summary>What a task came to, as <c>GET /v2/tasks/{id}/result</c> tells it once the task has ended.</summary>
public sealed record TaskResult
{
    /// <summary>The task.</summary>
    public required TaskId TaskId { get; init; }

    /// <summary><c>completed</c>, <c>failed</c> or <c>canceled</c>: of the last two the text may be cut off.</summary>
    public required string State { get; init; }

    /// <summary>The answer's text, all its pieces together.</summary>
    public required string Text { get; init; }

    /// <summary>Prompt tokens, as the engine counts them; 0 where it does not tell.</summary>
    public int TokensIn { get; init; }

    /// <summary>Generated tokens.</summary>
    public int TokensOut { get; init; }

    /// <summary>Why it failed; absent otherwise.</summary>
    public ErrorBody? Error { get; init; }
}
