using LlamaOrch.Tools.TinyModel.Training.Kernels;

namespace LlamaOrch.Tools.TinyModel.Training;

/// <content>The way back, in the opposite order of the way forward.</content>
public sealed unsafe partial class Transformer
{
    /// <summary>From the gradient of the logits to that of the residual stream, rows back in their places.</summary>
    private void OutputBackward(Workspace work, PackedBatch batch, int learned)
    {
        int width = Shape.Width;
        Product(work, work.Logits.First, Weight(ParameterLayout.Embedding), work.Narrow.First, learned,
            Shape.Vocabulary, width, add: false);
        WeightGradient(work, work.Logits.First, Shape.Vocabulary, work.Normed.First, width, learned,
            ParameterLayout.Embedding);
        work.Wide.Span[..(learned * width)].Clear();
        RmsNorm.Backward(work.Final.First, Weight(_layout.OutputNorm), work.FinalInverse.First, work.Narrow.First,
            work.Wide.First, Gradient(work, _layout.OutputNorm), learned, width);
        work.Residual.Span[..(batch.Tokens.Count * width)].Clear();
        int from = 0;
        for (int row = 0; row < batch.Targets.Count; row++)
        {
            if (batch.Targets[row] >= 0)
            {
                work.Wide.Span.Slice(from++ * width, width).CopyTo(work.Residual.Span[(row * width)..]);
            }
        }
    }

    private void FeedForwardBackward(Workspace work, int layer, int rows)
    {
        LayerActivations kept = work.Layers[layer];
        int width = Shape.Width;
        int inner = Shape.FeedForward;
        float* stream = work.Residual.First;
        int down = _layout.Down(layer);
        int gateUp = _layout.GateUp(layer);
        Product(work, stream, _transposed.First + down, work.Wide.First, rows, width, inner, add: false);
        WeightGradient(work, kept.Gated.First, inner, stream, width, rows, down);
        SwiGlu.Backward(kept.GateUp.First, work.Wide.First, work.Wide2.First, rows, inner);
        Product(work, work.Wide2.First, _transposed.First + gateUp, work.Narrow.First, rows, 2 * inner, width,
            add: false);
        WeightGradient(work, kept.FeedForwardInput.First, width, work.Wide2.First, 2 * inner, rows, gateUp);
        int norm = _layout.FeedForwardNorm(layer);
        RmsNorm.Backward(kept.Middle.First, Weight(norm), kept.MiddleInverse.First, work.Narrow.First, stream,
            Gradient(work, norm), rows, width);
    }

    private void AttentionBackward(Workspace work, int layer, PackedBatch batch)
    {
        LayerActivations kept = work.Layers[layer];
        int rows = batch.Tokens.Count;
        int width = Shape.Width;
        float* stream = work.Residual.First;
        int output = _layout.AttentionOutput(layer);
        int queryKeyValue = _layout.QueryKeyValue(layer);
        Product(work, stream, _transposed.First + output, work.Wide.First, rows, width, width, add: false);
        WeightGradient(work, kept.Attended.First, width, stream, width, rows, output);
        foreach ((int start, int length) in batch.Documents)
        {
            work.Attention.Backward(kept.QueryKeyValue.First + (3L * start * width),
                work.Wide.First + ((long)start * width), work.Wide2.First + (3L * start * width), length,
                work.Panel.First);
        }

        _rotary.Rotate(work.Wide2.First, batch.Positions, backwards: true);
        Product(work, work.Wide2.First, _transposed.First + queryKeyValue, work.Narrow.First, rows, 3 * width, width,
            add: false);
        WeightGradient(work, kept.AttentionInput.First, width, work.Wide2.First, 3 * width, rows, queryKeyValue);
        int norm = _layout.AttentionNorm(layer);
        RmsNorm.Backward(kept.Input.First, Weight(norm), kept.InputInverse.First, work.Narrow.First, stream,
            Gradient(work, norm), rows, width);
    }

    private static float* Gradient(Workspace work, int offset) => work.Gradients.First + offset;

    /// <summary>Adds inputᵀ · outputGradient to the gradient of the matrix at <paramref name="offset"/>.</summary>
    private static void WeightGradient(
        Workspace work, float* input, int inputs, float* outputGradient, int outputs, int rows, int offset)
    {
        MatrixProduct.RunTransposed(input, inputs, outputGradient, outputs, Gradient(work, offset), outputs, inputs,
            rows, outputs, add: true, work.Panel.First);
    }
}
