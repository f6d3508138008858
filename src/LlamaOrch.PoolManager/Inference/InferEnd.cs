namespace LlamaOrch.PoolManager.Inference;

/// <summary>What became of a request for an engine.</summary>
internal enum InferEnd
{
    /// <summary>The engine's answer has gone, whole.</summary>
    Completed,

    /// <summary>The caller went away.</summary>
    Canceled,

    /// <summary>The engine did not answer, or broke off; or it was refused before it came to that.</summary>
    Failed,
}
