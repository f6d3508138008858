using System.Runtime.Intrinsics;

namespace LlamaOrch.Tools.TinyModel.Training;

/// <summary>AdamW. Weight decay applies to matrices, not to gains.</summary>
public sealed unsafe class AdamW : IDisposable
{
    private const float Beta1 = 0.9f;
    private const float Beta2 = 0.98f;
    private const float Epsilon = 1e-8f;
    private const float WeightDecay = 0.05f;

    private readonly ParameterLayout _layout;

    /// <summary>An optimizer before its first step.</summary>
    public AdamW(TransformerShape shape)
    {
        _layout = new ParameterLayout(shape);
        First = new FloatBuffer(_layout.Count);
        Second = new FloatBuffer(_layout.Count);
    }

    /// <summary>Running mean of gradients.</summary>
    public FloatBuffer First { get; }

    /// <summary>Running mean of squared gradients.</summary>
    public FloatBuffer Second { get; }

    /// <summary>Updates the parameters.</summary>
    /// <param name="parameters">What is trained.</param>
    /// <param name="gradients">Their gradients, already clipped.</param>
    /// <param name="rate">Learning rate.</param>
    /// <param name="step">Number of this step, from 1.</param>
    public void Step(FloatBuffer parameters, FloatBuffer gradients, float rate, long step)
    {
        float correction1 = 1 - MathF.Pow(Beta1, step);
        float correction2 = 1 - MathF.Pow(Beta2, step);
        int at = 0;
        foreach ((int offset, int rows, int columns) in _layout.Matrices())
        {
            Update(at, offset, decay: 0);
            at = offset + (rows * columns);
            Update(offset, at, rate * WeightDecay);
        }

        Update(at, _layout.Count, decay: 0);

        void Update(int from, int end, float decay)
        {
            float* p = parameters.First;
            float* g = gradients.First;
            for (int i = from; i < end; i += 16)
            {
                Vector512<float> gradient = Vector512.Load(g + i);
                Vector512<float> mean = (Vector512.Load(First.First + i) * Beta1) + (gradient * (1 - Beta1));
                Vector512<float> square =
                    (Vector512.Load(Second.First + i) * Beta2) + (gradient * gradient * (1 - Beta2));
                mean.Store(First.First + i);
                square.Store(Second.First + i);
                Vector512<float> root = Vector512.Sqrt(square * (1 / correction2)) + Vector512.Create(Epsilon);
                Vector512<float> value = Vector512.Load(p + i) * (1 - decay);
                (value - (mean * (rate / correction1) / root)).Store(p + i);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        First.Dispose();
        Second.Dispose();
    }
}
