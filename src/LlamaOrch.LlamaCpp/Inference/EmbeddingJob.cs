namespace LlamaOrch.LlamaCpp.Inference;

/// <summary>One input to embed.</summary>
/// <param name="tokens">Its tokens; at least one.</param>
internal sealed class EmbeddingJob(int[] tokens)
{
    private readonly TaskCompletionSource<float[]> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The input's tokens.</summary>
    public int[] Tokens { get; } = tokens;

    /// <summary>The pooled vector, of length one (L2).</summary>
    public Task<float[]> Result => _result.Task;

    /// <summary>Hands the vector over.</summary>
    public void Complete(float[] vector) => _result.TrySetResult(vector);

    /// <summary>Says that it could not be computed.</summary>
    public void Fail(string reason) => _result.TrySetException(new InvalidOperationException(reason));
}
