using System.Runtime.Intrinsics;

namespace LlamaOrch.Tools.TinyModel.Training.Kernels;

/// <summary>Negative log-likelihood of the target tokens.</summary>
internal static unsafe class CrossEntropy
{
    /// <summary>Returns the summed loss in nats and replaces the logits by their gradient, each row's times its scale.
    /// Rows with a negative target count nothing.</summary>
    public static double Run(float* logits, ReadOnlySpan<int> targets, ReadOnlySpan<float> scales, int vocabulary)
    {
        double loss = 0;
        for (int i = 0; i < targets.Length; i++)
        {
            int target = targets[i];
            Span<float> row = new(logits, vocabulary);
            if (target < 0)
            {
                row.Clear();
            }
            else
            {
                float targetLogit = logits[target];
                float highest = Highest(logits, vocabulary);
                float sum = Exponentiate(logits, vocabulary, highest);
                loss += Math.Log(sum) + highest - targetLogit;
                Scale(logits, vocabulary, scales[i] / sum);
                logits[target] -= scales[i];
            }

            logits += vocabulary;
        }

        return loss;
    }

    private static float Highest(float* x, int length)
    {
        Vector512<float> highest = Vector512.Load(x);
        for (int i = 16; i < length; i += 16)
        {
            highest = Vector512.Max(highest, Vector512.Load(x + i));
        }

        float result = highest[0];
        for (int i = 1; i < 16; i++)
        {
            result = MathF.Max(result, highest[i]);
        }

        return result;
    }

    private static float Exponentiate(float* x, int length, float highest)
    {
        Vector512<float> sum = default;
        Vector512<float> shift = Vector512.Create(highest);
        for (int i = 0; i < length; i += 16)
        {
            Vector512<float> value = Exponential.Of(Vector512.Load(x + i) - shift);
            value.Store(x + i);
            sum += value;
        }

        return Vector512.Sum(sum);
    }

    private static void Scale(float* x, int length, float factor)
    {
        for (int i = 0; i < length; i += 16)
        {
            (Vector512.Load(x + i) * factor).Store(x + i);
        }
    }
}
