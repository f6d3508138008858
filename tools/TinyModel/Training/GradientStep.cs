using System.Collections.Concurrent;
using System.Runtime.Intrinsics;

namespace LlamaOrch.Tools.TinyModel.Training;

/// <summary>One optimizer step over several batches, which threads take from a queue: a thread that others disturb
/// simply takes fewer.</summary>
public sealed unsafe class GradientStep(Transformer model, AdamW optimizer, IReadOnlyList<Workspace> workspaces)
{
    private const float ClipNorm = 1;

    /// <summary>Runs the step and returns the mean loss in nats a learned token.</summary>
    public double Run(IReadOnlyCollection<PackedBatch> batches, float rate, long step)
    {
        int learned = batches.Sum(batch => batch.LearnedCount);
        float weight = batches.Sum(batch => batch.TotalWeight);
        ConcurrentQueue<PackedBatch> queue = new(batches);
        double[] losses = new double[workspaces.Count];
        Parallel.For(0, workspaces.Count, new ParallelOptions { MaxDegreeOfParallelism = workspaces.Count }, thread =>
        {
            workspaces[thread].Gradients.Clear();
            while (queue.TryDequeue(out PackedBatch? batch))
            {
                losses[thread] += model.LossAndGradients(workspaces[thread], batch, 1 / weight);
            }
        });

        FloatBuffer gradients = Sum();
        Clip(gradients);
        optimizer.Step(model.Parameters, gradients, rate, step);
        model.ParametersChanged();
        return losses.Sum() / learned;
    }

    private FloatBuffer Sum()
    {
        FloatBuffer total = workspaces[0].Gradients;
        foreach (Workspace other in workspaces.Skip(1))
        {
            for (int i = 0; i < total.Length; i += 16)
            {
                (Vector512.Load(total.First + i) + Vector512.Load(other.Gradients.First + i)).Store(total.First + i);
            }
        }

        return total;
    }

    private static void Clip(FloatBuffer gradients)
    {
        Vector512<float> squares = default;
        for (int i = 0; i < gradients.Length; i += 16)
        {
            Vector512<float> value = Vector512.Load(gradients.First + i);
            squares = Vector512.FusedMultiplyAdd(value, value, squares);
        }

        float norm = MathF.Sqrt(Vector512.Sum(squares));
        if (!float.IsFinite(norm))
        {
            throw new ArithmeticException("The gradient is not finite: the training has diverged.");
        }

        for (int i = 0; norm > ClipNorm && i < gradients.Length; i += 16)
        {
            (Vector512.Load(gradients.First + i) * (ClipNorm / norm)).Store(gradients.First + i);
        }
    }
}
