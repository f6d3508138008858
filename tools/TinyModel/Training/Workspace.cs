using LlamaOrch.Tools.TinyModel.Training.Kernels;

namespace LlamaOrch.Tools.TinyModel.Training;

/// <summary>Everything that one thread needs of its own: activations, gradients and scratch.</summary>
public sealed class Workspace : IDisposable
{
    /// <summary>Memory for batches of up to <paramref name="rows"/> rows.</summary>
    public Workspace(TransformerShape shape, int rows)
    {
        Rows = rows;
        Layers = [.. Enumerable.Range(0, shape.Layers).Select(_ => new LayerActivations(shape, rows))];
        int widest = Math.Max(Math.Max(2 * shape.FeedForward, 3 * shape.Width), shape.Vocabulary);
        Final = new FloatBuffer((long)rows * shape.Width);
        FinalInverse = new FloatBuffer(rows);
        Normed = new FloatBuffer((long)rows * shape.Width);
        Logits = new FloatBuffer((long)rows * shape.Vocabulary);
        Residual = new FloatBuffer((long)rows * shape.Width);
        Narrow = new FloatBuffer((long)rows * shape.Width);
        Wide = new FloatBuffer((long)rows * widest);
        Wide2 = new FloatBuffer((long)rows * widest);
        Panel = new FloatBuffer(MatrixProduct.PanelLength);
        Gradients = new FloatBuffer(new ParameterLayout(shape).Count);
        Attention = new Attention(shape);
    }

    /// <summary>Most rows of a batch.</summary>
    public int Rows { get; }

    /// <summary>Sum of gradients since they were last cleared, as <see cref="ParameterLayout"/> lays them out.
    /// </summary>
    public FloatBuffer Gradients { get; }

    internal LayerActivations[] Layers { get; }

    internal FloatBuffer Final { get; }

    internal FloatBuffer FinalInverse { get; }

    internal FloatBuffer Normed { get; }

    internal FloatBuffer Logits { get; }

    internal FloatBuffer Residual { get; }

    internal FloatBuffer Narrow { get; }

    internal FloatBuffer Wide { get; }

    internal FloatBuffer Wide2 { get; }

    internal FloatBuffer Panel { get; }

    internal Attention Attention { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Array.ForEach(Layers, layer => layer.Dispose());
        FloatBuffer[] all =
        [
            Final, FinalInverse, Normed, Logits, Residual, Narrow, Wide, Wide2, Panel, Gradients,
        ];
        Array.ForEach(all, buffer => buffer.Dispose());
        Attention.Dispose();
    }
}
