namespace LlamaOrch.Tools.TinyModel.Training;

/// <summary>What one block keeps of its forward pass for the backward pass.</summary>
internal sealed class LayerActivations(TransformerShape shape, int rows) : IDisposable
{
    /// <summary>The residual stream as it came in.</summary>
    public FloatBuffer Input { get; } = new((long)rows * shape.Width);

    /// <summary>Inverse root mean square of each input row.</summary>
    public FloatBuffer InputInverse { get; } = new(rows);

    /// <summary>Normed input of attention.</summary>
    public FloatBuffer AttentionInput { get; } = new((long)rows * shape.Width);

    /// <summary>Rotated queries and keys, and values.</summary>
    public FloatBuffer QueryKeyValue { get; } = new(3L * rows * shape.Width);

    /// <summary>Attention before its output matrix.</summary>
    public FloatBuffer Attended { get; } = new((long)rows * shape.Width);

    /// <summary>The residual stream after attention.</summary>
    public FloatBuffer Middle { get; } = new((long)rows * shape.Width);

    /// <summary>Inverse root mean square of each middle row.</summary>
    public FloatBuffer MiddleInverse { get; } = new(rows);

    /// <summary>Normed input of the feed-forward part.</summary>
    public FloatBuffer FeedForwardInput { get; } = new((long)rows * shape.Width);

    /// <summary>Gate and up before SwiGLU.</summary>
    public FloatBuffer GateUp { get; } = new(2L * rows * shape.FeedForward);

    /// <summary>After SwiGLU.</summary>
    public FloatBuffer Gated { get; } = new((long)rows * shape.FeedForward);

    /// <inheritdoc/>
    public void Dispose()
    {
        FloatBuffer[] all =
        [
            Input, InputInverse, AttentionInput, QueryKeyValue, Attended, Middle, MiddleInverse, FeedForwardInput,
            GateUp, Gated,
        ];
        Array.ForEach(all, buffer => buffer.Dispose());
    }
}
