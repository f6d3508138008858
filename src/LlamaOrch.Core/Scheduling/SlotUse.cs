namespace LlamaOrch.Core.Scheduling;

/// <summary>What a slot's use says of its pool.</summary>
public enum SlotUse
{
    /// <summary>Nothing: nobody wanted the answer any more, or the request was at fault.</summary>
    Untold,

    /// <summary>The pool answered well.</summary>
    Served,

    /// <summary>The pool could not be reached, refused, or its engine failed.</summary>
    Failed,
}
