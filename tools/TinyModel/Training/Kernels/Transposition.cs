namespace LlamaOrch.Tools.TinyModel.Training.Kernels;

/// <summary>Transposes row-major matrices, in blocks so that both sides stay in cache.</summary>
internal static unsafe class Transposition
{
    private const int Block = 16;

    /// <summary>target[c, r] = source[r, c].</summary>
    public static void Run(float* source, int sourceStride, int rows, int columns, float* target, int targetStride)
    {
        for (int row = 0; row < rows; row += Block)
        {
            int rowEnd = Math.Min(row + Block, rows);
            for (int column = 0; column < columns; column += Block)
            {
                int columnEnd = Math.Min(column + Block, columns);
                for (int c = column; c < columnEnd; c++)
                {
                    float* to = target + ((long)c * targetStride);
                    float* from = source + c;
                    for (int r = row; r < rowEnd; r++)
                    {
                        to[r] = from[(long)r * sourceStride];
                    }
                }
            }
        }
    }
}
