using System.Runtime.Intrinsics;

namespace LlamaOrch.Tools.TinyModel.Training.Kernels;

/// <summary>y = gain · x / sqrt(mean(x²) + ε), row by row.</summary>
internal static unsafe class RmsNorm
{
    /// <summary>Forward. Keeps each row's inverse root mean square for the way back.</summary>
    public static void Forward(float* x, float* gain, float* y, float* inverse, int rows, int width)
    {
        for (int row = 0; row < rows; row++, x += width, y += width)
        {
            Vector512<float> squares = default;
            for (int i = 0; i < width; i += 16)
            {
                Vector512<float> value = Vector512.Load(x + i);
                squares = Vector512.FusedMultiplyAdd(value, value, squares);
            }

            float scale = 1 / MathF.Sqrt((Vector512.Sum(squares) / width) + TransformerShape.NormEpsilon);
            inverse[row] = scale;
            for (int i = 0; i < width; i += 16)
            {
                (Vector512.Load(x + i) * scale * Vector512.Load(gain + i)).Store(y + i);
            }
        }
    }

    /// <summary>Backward: adds to <paramref name="dx"/> and to <paramref name="dgain"/>.</summary>
    public static void Backward(
        float* x, float* gain, float* inverse, float* dy, float* dx, float* dgain, int rows, int width)
    {
        for (int row = 0; row < rows; row++, x += width, dy += width, dx += width)
        {
            float scale = inverse[row];
            Vector512<float> dot = default;
            for (int i = 0; i < width; i += 16)
            {
                Vector512<float> step = Vector512.Load(dy + i) * Vector512.Load(x + i);
                dot = Vector512.FusedMultiplyAdd(step, Vector512.Load(gain + i), dot);
                (Vector512.Load(dgain + i) + (step * scale)).Store(dgain + i);
            }

            float mean = Vector512.Sum(dot) * scale * scale / width;
            for (int i = 0; i < width; i += 16)
            {
                Vector512<float> direct = Vector512.Load(dy + i) * Vector512.Load(gain + i);
                (Vector512.Load(dx + i) + ((direct - (Vector512.Load(x + i) * mean)) * scale)).Store(dx + i);
            }
        }
    }
}
