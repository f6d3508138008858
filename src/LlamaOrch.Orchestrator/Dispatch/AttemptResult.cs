namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>What came of an attempt; all but the first have given their slot back.</summary>
internal enum AttemptResult
{
    /// <summary>The answer has begun.</summary>
    Answered,

    /// <summary>The pool can't do it; another may.</summary>
    Failed,

    /// <summary>The pool is well and had no slot after all.</summary>
    Exhausted,

    /// <summary>The request itself is at fault: no other pool will take it.</summary>
    Refused,

    /// <summary>Nobody wants the answer any more.</summary>
    Canceled,
}
