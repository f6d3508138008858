using System.Runtime.Intrinsics;

namespace LlamaOrch.Tools.TinyModel.Training.Kernels;

/// <summary>Causal attention of one document, head after head. Probabilities are computed again on the way back, so
/// that none are kept.</summary>
internal sealed unsafe class Attention : IDisposable
{
    private readonly TransformerShape _shape;
    private readonly FloatBuffer _scores;
    private readonly FloatBuffer _gradients;
    private readonly FloatBuffer _sideways;
    private readonly float _scale;

    /// <summary>Scratch for documents of up to the context's length.</summary>
    public Attention(TransformerShape shape)
    {
        _shape = shape;
        int longest = Padded(shape.Context);
        _scores = new FloatBuffer((long)longest * longest);
        _gradients = new FloatBuffer((long)longest * longest);
        _sideways = new FloatBuffer((long)shape.HeadWidth * longest);
        _scale = 1 / MathF.Sqrt(shape.HeadWidth);
    }

    /// <summary>Forward.</summary>
    /// <param name="queryKeyValue">[length, 3 width], queries and keys rotated.</param>
    /// <param name="y">[length, width].</param>
    /// <param name="length">Tokens of the document, a multiple of 8.</param>
    /// <param name="panel">Scratch of <see cref="MatrixProduct"/>.</param>
    public void Forward(float* queryKeyValue, float* y, int length, float* panel)
    {
        int width = _shape.Width;
        int size = _shape.HeadWidth;
        int padded = Padded(length);
        for (int head = 0; head < _shape.Heads; head++)
        {
            float* query = queryKeyValue + (head * size);
            Probabilities(query, length, panel);
            MatrixProduct.Run(_scores.First, padded, query + (2 * width), 3 * width, y + (head * size), width,
                length, length, size, add: false, panel);
        }
    }

    /// <summary>Backward: writes the gradient of queries, keys and values.</summary>
    public void Backward(float* queryKeyValue, float* dy, float* dQueryKeyValue, int length, float* panel)
    {
        int width = _shape.Width;
        int row = 3 * width;
        int size = _shape.HeadWidth;
        int padded = Padded(length);
        for (int head = 0; head < _shape.Heads; head++)
        {
            float* query = queryKeyValue + (head * size);
            float* dQuery = dQueryKeyValue + (head * size);
            float* dHead = dy + (head * size);
            Probabilities(query, length, panel);

            MatrixProduct.RunTransposed(_scores.First, padded, dHead, width, dQuery + (2 * width), row,
                length, length, size, add: false, panel);

            Sideways(query + (2 * width), length);
            MatrixProduct.Run(dHead, width, _sideways.First, padded, _gradients.First, padded,
                length, size, padded, add: false, panel);
            SoftmaxBackward(length, padded);

            MatrixProduct.Run(_gradients.First, padded, query + width, row, dQuery, row,
                length, length, size, add: false, panel);
            MatrixProduct.RunTransposed(_gradients.First, padded, query, row, dQuery + width, row,
                length, length, size, add: false, panel);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _scores.Dispose();
        _gradients.Dispose();
        _sideways.Dispose();
    }

    private static int Padded(int length) => (length + 31) / 32 * 32;

    /// <summary>Fills the scores with softmax(q·k·scale), zero after the diagonal.</summary>
    private void Probabilities(float* query, int length, float* panel)
    {
        int padded = Padded(length);
        Sideways(query + _shape.Width, length);
        MatrixProduct.Run(query, 3 * _shape.Width, _sideways.First, padded, _scores.First, padded,
            length, _shape.HeadWidth, padded, add: false, panel);
        for (int i = 0; i < length; i++)
        {
            float* row = _scores.First + ((long)i * padded);
            int end = (i + 16) / 16 * 16;
            new Span<float>(row + i + 1, end - i - 1).Fill(float.NegativeInfinity);
            Vector512<float> highest = Vector512.Create(Highest(row, end));
            Vector512<float> sum = default;
            for (int j = 0; j < end; j += 16)
            {
                Vector512<float> value = Exponential.Of((Vector512.Load(row + j) - highest) * _scale);
                value.Store(row + j);
                sum += value;
            }

            float factor = 1 / Vector512.Sum(sum);
            for (int j = 0; j < end; j += 16)
            {
                (Vector512.Load(row + j) * factor).Store(row + j);
            }

            new Span<float>(row + end, padded - end).Clear();
        }
    }

    private static float Highest(float* row, int length)
    {
        Vector512<float> highest = Vector512.Load(row);
        for (int i = 16; i < length; i += 16)
        {
            highest = Vector512.Max(highest, Vector512.Load(row + i));
        }

        Vector256<float> half = Vector256.Max(highest.GetLower(), highest.GetUpper());
        Vector128<float> quarter = Vector128.Max(half.GetLower(), half.GetUpper());
        return MathF.Max(MathF.Max(quarter[0], quarter[1]), MathF.Max(quarter[2], quarter[3]));
    }

    /// <summary>Turns gradients of probabilities into gradients of unscaled scores.</summary>
    private void SoftmaxBackward(int length, int padded)
    {
        for (int i = 0; i < length; i++)
        {
            float* p = _scores.First + ((long)i * padded);
            float* d = _gradients.First + ((long)i * padded);
            Vector512<float> dot = default;
            for (int j = 0; j < padded; j += 16)
            {
                dot = Vector512.FusedMultiplyAdd(Vector512.Load(p + j), Vector512.Load(d + j), dot);
            }

            Vector512<float> mean = Vector512.Create(Vector512.Sum(dot));
            for (int j = 0; j < padded; j += 16)
            {
                (Vector512.Load(p + j) * (Vector512.Load(d + j) - mean) * _scale).Store(d + j);
            }
        }
    }

    /// <summary>Lays a head's keys or values out as [head width, padded length].</summary>
    private void Sideways(float* rows, int length)
    {
        int padded = Padded(length);
        Transposition.Run(rows, 3 * _shape.Width, length, _shape.HeadWidth, _sideways.First, padded);
        for (int i = 0; i < _shape.HeadWidth; i++)
        {
            new Span<float>(_sideways.First + (i * padded) + length, padded - length).Clear();
        }
    }
}
