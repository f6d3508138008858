using LlamaOrch.Tools.TinyModel.Training.Kernels;

namespace LlamaOrch.Tools.TinyModel.Training;

/// <summary>Loss and gradients of a llama-architecture model. Parameters are shared; threads bring workspaces of
/// their own.</summary>
public sealed unsafe partial class Transformer : IDisposable
{
    private readonly ParameterLayout _layout;
    private readonly RotaryEmbedding _rotary;

    // The products of the way back (and the tied output layer) read the matrices the other way round.
    private readonly FloatBuffer _transposed;

    /// <summary>A model with zero parameters.</summary>
    public Transformer(TransformerShape shape)
    {
        shape.Validate();
        Shape = shape;
        _layout = new ParameterLayout(shape);
        _rotary = new RotaryEmbedding(shape);
        Parameters = new FloatBuffer(_layout.Count);
        _transposed = new FloatBuffer(_layout.Count);
    }

    /// <summary>The dimensions.</summary>
    public TransformerShape Shape { get; }

    /// <summary>All weights. Call <see cref="ParametersChanged"/> after writing to them.</summary>
    public FloatBuffer Parameters { get; }

    /// <summary>Renews what is derived from the parameters.</summary>
    public void ParametersChanged() => Parallel.ForEach(_layout.Matrices(), matrix =>
        Transposition.Run(Parameters.First + matrix.Offset, matrix.Columns, matrix.Rows, matrix.Columns,
            _transposed.First + matrix.Offset, matrix.Rows));

    /// <summary>Summed loss in nats of a batch, without gradients.</summary>
    public double Loss(Workspace work, PackedBatch batch)
    {
        Forward(work, batch);
        (int[] targets, float[] scales) = Gather(work, batch, 0);
        Logits(work, targets.Length);
        return CrossEntropy.Run(work.Logits.First, targets, scales, Shape.Vocabulary);
    }

    /// <summary>Summed loss in nats of a batch; adds the gradients of weighted loss × <paramref name="scale"/> to the
    /// workspace.</summary>
    public double LossAndGradients(Workspace work, PackedBatch batch, float scale)
    {
        Forward(work, batch);
        (int[] targets, float[] scales) = Gather(work, batch, scale);
        Logits(work, targets.Length);
        double loss = CrossEntropy.Run(work.Logits.First, targets, scales, Shape.Vocabulary);
        OutputBackward(work, batch, targets.Length);
        for (int layer = Shape.Layers - 1; layer >= 0; layer--)
        {
            FeedForwardBackward(work, layer, batch.Tokens.Count);
            AttentionBackward(work, layer, batch);
        }

        float* gradient = work.Gradients.First + ParameterLayout.Embedding;
        for (int row = 0; row < batch.Tokens.Count; row++)
        {
            float* to = gradient + ((long)batch.Tokens[row] * Shape.Width);
            float* from = work.Residual.First + ((long)row * Shape.Width);
            for (int i = 0; i < Shape.Width; i++)
            {
                to[i] += from[i];
            }
        }

        return loss;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Parameters.Dispose();
        _transposed.Dispose();
    }

    private void Forward(Workspace work, PackedBatch batch)
    {
        int rows = batch.Tokens.Count;
        int width = Shape.Width;
        if (rows > work.Rows)
        {
            throw new ArgumentException($"A batch of {rows} rows does not fit a workspace of {work.Rows}.");
        }

        Span<float> stream = work.Residual.Span;
        for (int row = 0; row < rows; row++)
        {
            Parameters.Span.Slice(ParameterLayout.Embedding + (batch.Tokens[row] * width), width)
                .CopyTo(stream[(row * width)..]);
        }

        for (int layer = 0; layer < Shape.Layers; layer++)
        {
            Block(work, layer, batch);
        }

        Copy(work.Residual, work.Final, rows);
    }

    private void Block(Workspace work, int layer, PackedBatch batch)
    {
        LayerActivations kept = work.Layers[layer];
        int rows = batch.Tokens.Count;
        int width = Shape.Width;
        int inner = Shape.FeedForward;
        float* stream = work.Residual.First;
        Copy(work.Residual, kept.Input, rows);
        RmsNorm.Forward(stream, Weight(_layout.AttentionNorm(layer)), kept.AttentionInput.First,
            kept.InputInverse.First, rows, width);
        Product(work, kept.AttentionInput.First, Weight(_layout.QueryKeyValue(layer)), kept.QueryKeyValue.First,
            rows, width, 3 * width, add: false);
        _rotary.Rotate(kept.QueryKeyValue.First, batch.Positions, backwards: false);
        foreach ((int start, int length) in batch.Documents)
        {
            work.Attention.Forward(kept.QueryKeyValue.First + (3L * start * width),
                kept.Attended.First + ((long)start * width), length, work.Panel.First);
        }

        Product(work, kept.Attended.First, Weight(_layout.AttentionOutput(layer)), stream, rows, width, width,
            add: true);
        Copy(work.Residual, kept.Middle, rows);
        RmsNorm.Forward(stream, Weight(_layout.FeedForwardNorm(layer)), kept.FeedForwardInput.First,
            kept.MiddleInverse.First, rows, width);
        Product(work, kept.FeedForwardInput.First, Weight(_layout.GateUp(layer)), kept.GateUp.First, rows, width,
            2 * inner, add: false);
        SwiGlu.Forward(kept.GateUp.First, kept.Gated.First, rows, inner);
        Product(work, kept.Gated.First, Weight(_layout.Down(layer)), stream, rows, inner, width, add: true);
    }

    /// <summary>Moves the rows that learn to the front, filled up to a multiple of 8: only they need logits.</summary>
    private (int[] Targets, float[] Scales) Gather(Workspace work, PackedBatch batch, float scale)
    {
        int width = Shape.Width;
        int[] targets = new int[(batch.LearnedCount + 7) / 8 * 8];
        float[] scales = new float[targets.Length];
        Array.Fill(targets, -1);
        int count = 0;
        for (int row = 0; row < batch.Targets.Count; row++)
        {
            if (batch.Targets[row] >= 0)
            {
                work.Final.Span.Slice(row * width, width).CopyTo(work.Final.Span[(count * width)..]);
                scales[count] = batch.Weights[row] * scale;
                targets[count++] = batch.Targets[row];
            }
        }

        return (targets, scales);
    }

    private void Logits(Workspace work, int rows)
    {
        RmsNorm.Forward(work.Final.First, Weight(_layout.OutputNorm), work.Normed.First, work.FinalInverse.First,
            rows, Shape.Width);
        Product(work, work.Normed.First, _transposed.First + ParameterLayout.Embedding, work.Logits.First, rows,
            Shape.Width, Shape.Vocabulary, add: false);
    }

    private float* Weight(int offset) => Parameters.First + offset;

    private static void Product(
        Workspace work, float* a, float* b, float* c, int rows, int depth, int columns, bool add) =>
        MatrixProduct.Run(a, depth, b, columns, c, columns, rows, depth, columns, add, work.Panel.First);

    private void Copy(FloatBuffer from, FloatBuffer to, int rows) =>
        from.Span[..(rows * Shape.Width)].CopyTo(to.Span);
}
