namespace LlamaOrch.LlamaCpp.Inference;

/// <summary>One input to embed.</summary>
/// <param name="tokens">Its tokens; at least one.</param>
/// <param name="dimensions">Numbers of its vector: the first ones that the model computes.</param>
internal sealed class EmbeddingJob(int[] tokens, int dimensions)
{
    private volatile bool _isCanceled;

    private readonly TaskCompletionSource<float[]> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The input's tokens.</summary>
    public int[] Tokens { get; } = tokens;

    /// <summary>Numbers of its vector.</summary>
    public int Dimensions { get; } = dimensions;

    /// <summary>Whether nobody waits for it any more.</summary>
    public bool IsCanceled => _isCanceled;

    /// <summary>The pooled vector, of length one (L2).</summary>
    public Task<float[]> Result => _result.Task;

    /// <summary>Says that nobody waits for it any more.</summary>
    public void Cancel() => _isCanceled = true;

    /// <summary>Hands the vector over.</summary>
    public void Complete(float[] vector) => _result.TrySetResult(vector);

    /// <summary>Says that it could not be computed.</summary>
    public void Fail(string reason) => _result.TrySetException(new InvalidOperationException(reason));
}
