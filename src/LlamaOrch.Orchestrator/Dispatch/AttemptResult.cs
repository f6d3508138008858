namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>What came of an attempt, and whether its slot is still held.</summary>
internal enum AttemptResult
{
    /// <summary>The answer has begun; the slot is held until its end.</summary>
    Answered,

    /// <summary>The pool can't do it; another may. The slot is held, to be given for another.</summary>
    Failed,

    /// <summary>The pool is well and had no slot after all. Likewise.</summary>
    Exhausted,

    /// <summary>The request itself is at fault: no other pool will take it. The slot has gone back.</summary>
    Refused,

    /// <summary>Nobody wants the answer any more. The slot has gone back.</summary>
    Canceled,
}
