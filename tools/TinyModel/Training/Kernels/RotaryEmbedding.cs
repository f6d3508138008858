namespace LlamaOrch.Tools.TinyModel.Training.Kernels;

/// <summary>Rotates neighbouring pairs (2i, 2i+1) of queries and keys by an angle that grows with the position: the
/// convention of llama.cpp for the llama architecture.</summary>
internal sealed unsafe class RotaryEmbedding
{
    private readonly TransformerShape _shape;
    private readonly float[] _cosine;
    private readonly float[] _sine;

    /// <summary>Tables for all positions of the context.</summary>
    public RotaryEmbedding(TransformerShape shape)
    {
        _shape = shape;
        int pairs = shape.HeadWidth / 2;
        _cosine = new float[shape.Context * pairs];
        _sine = new float[shape.Context * pairs];
        for (int position = 0; position < shape.Context; position++)
        {
            for (int pair = 0; pair < pairs; pair++)
            {
                double angle = position * Math.Pow(TransformerShape.RopeBase, -2.0 * pair / shape.HeadWidth);
                _cosine[(position * pairs) + pair] = (float)Math.Cos(angle);
                _sine[(position * pairs) + pair] = (float)Math.Sin(angle);
            }
        }
    }

    /// <summary>Rotates the query and key parts of rows that hold query, key and value.</summary>
    /// <param name="rows">The rows, [n, 3 width].</param>
    /// <param name="positions">Each row's position.</param>
    /// <param name="backwards">Rotates back, which is also how gradients pass.</param>
    public void Rotate(float* rows, ReadOnlySpan<int> positions, bool backwards)
    {
        int pairs = _shape.HeadWidth / 2;
        foreach (int position in positions)
        {
            for (int head = 0; head < 2 * _shape.Heads; head++)
            {
                float* at = rows + (head * _shape.HeadWidth);
                for (int pair = 0; pair < pairs; pair++, at += 2)
                {
                    float cosine = _cosine[(position * pairs) + pair];
                    float sine = backwards ? -_sine[(position * pairs) + pair] : _sine[(position * pairs) + pair];
                    (at[0], at[1]) = ((at[0] * cosine) - (at[1] * sine), (at[0] * sine) + (at[1] * cosine));
                }
            }

            rows += 3 * _shape.Width;
        }
    }
}
