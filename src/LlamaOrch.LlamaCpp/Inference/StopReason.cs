namespace LlamaOrch.LlamaCpp.Inference;

/// <summary>Why a generation ended.</summary>
internal enum StopReason
{
    /// <summary>It has not.</summary>
    None,

    /// <summary>The model said that it is done.</summary>
    EndOfText,

    /// <summary>A stop string came up.</summary>
    StopString,

    /// <summary>The number of tokens asked for, or the context, is used up.</summary>
    Limit,

    /// <summary>The client went away.</summary>
    Canceled,

    /// <summary>llama.cpp could not compute.</summary>
    Failed,
}
