using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LlamaOrch.Tools.TinyModel.Training.Kernels;

/// <summary>C = A·B for row-major floats. Tiles of 8 rows by 32 columns stay in registers; 256 rows of B are packed
/// into a panel that stays in the first-level cache. A may be read sideways, so that a product with Aᵀ needs no
/// copy.</summary>
internal static unsafe class MatrixProduct
{
    /// <summary>Floats of scratch that <see cref="Run"/> needs.</summary>
    public const int PanelLength = Depth * Columns;

    /// <summary>Rows of C must be a multiple of this.</summary>
    public const int Rows = 8;

    /// <summary>Columns of C must be a multiple of this.</summary>
    public const int Columns = 32;

    private const int Depth = 256;

    /// <summary>Multiplies.</summary>
    /// <param name="a">[m, k], row distance <paramref name="lda"/>.</param>
    /// <param name="lda">Row distance of a.</param>
    /// <param name="b">[k, n], row distance <paramref name="ldb"/>.</param>
    /// <param name="ldb">Row distance of b.</param>
    /// <param name="c">[m, n], row distance <paramref name="ldc"/>.</param>
    /// <param name="ldc">Row distance of c.</param>
    /// <param name="m">A multiple of 8.</param>
    /// <param name="k">Any.</param>
    /// <param name="n">A multiple of 32.</param>
    /// <param name="add">Whether the product is added to c instead of replacing it.</param>
    /// <param name="panel">Scratch, 64-byte aligned.</param>
    public static void Run(
        float* a, int lda, float* b, int ldb, float* c, int ldc, int m, int k, int n, bool add, float* panel) =>
        Multiply(a, lda, 1, b, ldb, c, ldc, m, k, n, add, panel);

    /// <summary>C = Aᵀ·B, where a is [k, m] with row distance <paramref name="lda"/>; else as <see cref="Run"/>.
    /// </summary>
    public static void RunTransposed(
        float* a, int lda, float* b, int ldb, float* c, int ldc, int m, int k, int n, bool add, float* panel) =>
        Multiply(a, 1, lda, b, ldb, c, ldc, m, k, n, add, panel);

    private static void Multiply(
        float* a, int rowStep, int depthStep, float* b, int ldb, float* c, int ldc, int m, int k, int n, bool add,
        float* panel)
    {
        for (int from = 0; from < k; from += Depth)
        {
            int depth = Math.Min(Depth, k - from);
            for (int column = 0; column < n; column += Columns)
            {
                Pack(b + ((long)from * ldb) + column, ldb, depth, panel);
                for (int row = 0; row < m; row += Rows)
                {
                    Tile(a + ((long)row * rowStep) + ((long)from * depthStep), rowStep, depthStep, panel, depth,
                        c + ((long)row * ldc) + column, ldc, add || from > 0);
                }
            }
        }
    }

    private static void Pack(float* b, int ldb, int depth, float* panel)
    {
        for (int i = 0; i < depth; i++, b += ldb, panel += Columns)
        {
            Vector512.Load(b).Store(panel);
            Vector512.Load(b + 16).Store(panel + 16);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile(
        float* a, long lda, long depthStep, float* panel, int depth, float* c, int ldc, bool add)
    {
        Vector512<float> c00 = default, c01 = default, c10 = default, c11 = default;
        Vector512<float> c20 = default, c21 = default, c30 = default, c31 = default;
        Vector512<float> c40 = default, c41 = default, c50 = default, c51 = default;
        Vector512<float> c60 = default, c61 = default, c70 = default, c71 = default;
        float* a3 = a + (3 * lda);
        float* a6 = a + (6 * lda);
        for (int i = 0; i < depth; i++, a += depthStep, a3 += depthStep, a6 += depthStep, panel += Columns)
        {
            Vector512<float> b0 = Vector512.Load(panel);
            Vector512<float> b1 = Vector512.Load(panel + 16);
            Vector512<float> x = Vector512.Create(*a);
            c00 = Vector512.FusedMultiplyAdd(x, b0, c00);
            c01 = Vector512.FusedMultiplyAdd(x, b1, c01);
            x = Vector512.Create(a[lda]);
            c10 = Vector512.FusedMultiplyAdd(x, b0, c10);
            c11 = Vector512.FusedMultiplyAdd(x, b1, c11);
            x = Vector512.Create(a[2 * lda]);
            c20 = Vector512.FusedMultiplyAdd(x, b0, c20);
            c21 = Vector512.FusedMultiplyAdd(x, b1, c21);
            x = Vector512.Create(*a3);
            c30 = Vector512.FusedMultiplyAdd(x, b0, c30);
            c31 = Vector512.FusedMultiplyAdd(x, b1, c31);
            x = Vector512.Create(a3[lda]);
            c40 = Vector512.FusedMultiplyAdd(x, b0, c40);
            c41 = Vector512.FusedMultiplyAdd(x, b1, c41);
            x = Vector512.Create(a3[2 * lda]);
            c50 = Vector512.FusedMultiplyAdd(x, b0, c50);
            c51 = Vector512.FusedMultiplyAdd(x, b1, c51);
            x = Vector512.Create(*a6);
            c60 = Vector512.FusedMultiplyAdd(x, b0, c60);
            c61 = Vector512.FusedMultiplyAdd(x, b1, c61);
            x = Vector512.Create(a6[lda]);
            c70 = Vector512.FusedMultiplyAdd(x, b0, c70);
            c71 = Vector512.FusedMultiplyAdd(x, b1, c71);
        }

        Put(c, c00, c01, add);
        Put(c += ldc, c10, c11, add);
        Put(c += ldc, c20, c21, add);
        Put(c += ldc, c30, c31, add);
        Put(c += ldc, c40, c41, add);
        Put(c += ldc, c50, c51, add);
        Put(c += ldc, c60, c61, add);
        Put(c + ldc, c70, c71, add);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(float* c, Vector512<float> left, Vector512<float> right, bool add)
    {
        if (add)
        {
            left += Vector512.Load(c);
            right += Vector512.Load(c + 16);
        }

        left.Store(c);
        right.Store(c + 16);
    }
}
