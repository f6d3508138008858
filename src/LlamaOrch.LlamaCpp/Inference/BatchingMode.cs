namespace LlamaOrch.LlamaCpp.Inference;

/// <summary>How generation steps of several slots share a decode.</summary>
internal enum BatchingMode
{
    /// <summary>
    /// Together where the start-up probe shows that it changes no bit of the result; else one by one.
    /// </summary>
    Auto,

    /// <summary>Together in any case: fastest, and the same seed may give other tokens under load.</summary>
    Always,

    /// <summary>One slot a decode.</summary>
    Never,
}
