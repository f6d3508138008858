using LlamaOrch.Tools.TinyModel.Data;
using LlamaOrch.Tools.TinyModel.Tokenizer;

namespace LlamaOrch.Tools.TinyModel.Training;

/// <summary>Compares the gradients with finite differences on a small model: for each matrix and gain, along a random
/// direction, so that every entry takes part.</summary>
public static class GradientCheck
{
    private static readonly TransformerShape Shape = new(320, 64, 2, 2, 96, 64);

    /// <summary>Largest relative error over all tensors; float arithmetic alone gives some thousandths.</summary>
    public static double WorstError(Action<string> report)
    {
        SeededRandom random = new(7);
        using Transformer model = new(Shape);
        using Workspace work = new(Shape, 128);
        ParameterLayout layout = new(Shape);
        layout.Initialise(model.Parameters.Span, random);
        foreach (ref float value in model.Parameters.Span)
        {
            value += random.NextGaussian(0.15);
        }

        PackedBatch batch = new();
        batch.Add(RandomDocument(random, 41));
        batch.Add(RandomDocument(random, 18));
        batch.Add(RandomDocument(random, 30));
        model.ParametersChanged();
        work.Gradients.Clear();
        float scale = 1f / batch.LearnedCount;
        model.LossAndGradients(work, batch, scale);

        double worst = 0;
        foreach ((string name, int from, int count) in Tensors(layout))
        {
            double error = Compare(model, work, batch, random, from, count);
            report($"{name}: relative error {error:G3}");
            worst = Math.Max(worst, error);
        }

        return worst;
    }

    private static IEnumerable<(string Name, int From, int Count)> Tensors(ParameterLayout layout)
    {
        int at = 0;
        foreach ((int offset, int rows, int columns) in layout.Matrices())
        {
            if (offset > at)
            {
                yield return ($"gain at {at}", at, offset - at);
            }

            at = offset + (rows * columns);
            yield return ($"matrix {rows}x{columns} at {offset}", offset, rows * columns);
        }

        yield return ($"gain at {at}", at, layout.Count - at);
    }

    private static double Compare(
        Transformer model, Workspace work, PackedBatch batch, SeededRandom random, int from, int count)
    {
        // A direction near the gradient makes the difference large against the noise of float arithmetic.
        Span<float> gradient = work.Gradients.Span.Slice(from, count);
        double norm = Math.Sqrt(Dot(gradient, gradient));
        float[] direction = new float[count];
        for (int i = 0; i < count; i++)
        {
            direction[i] = (float)(gradient[i] / norm) + random.NextGaussian(1 / Math.Sqrt(count));
        }

        const float Step = 4e-3f;
        double expected = Dot(gradient, direction);
        double up = Shifted(model, work, batch, from, direction, Step);
        double down = Shifted(model, work, batch, from, direction, -Step);
        double measured = (up - down) / (2 * Step) / batch.LearnedCount;
        return Math.Abs(measured - expected) / Math.Max(Math.Abs(expected), 1e-6);
    }

    private static double Shifted(
        Transformer model, Workspace work, PackedBatch batch, int from, float[] direction, float step)
    {
        Span<float> weights = model.Parameters.Span.Slice(from, direction.Length);
        float[] before = weights.ToArray();
        for (int i = 0; i < direction.Length; i++)
        {
            weights[i] += step * direction[i];
        }

        model.ParametersChanged();
        double loss = model.Loss(work, batch);
        before.CopyTo(weights);
        model.ParametersChanged();
        return loss;
    }

    private static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += (double)a[i] * b[i];
        }

        return sum;
    }

    private static Document RandomDocument(SeededRandom random, int length) => new(
        [.. Enumerable.Range(0, length).Select(_ => random.Below(Shape.Vocabulary))],
        [.. Enumerable.Range(0, length).Select(_ => random.Chance(0.7) ? 1f : 0)]);
}
