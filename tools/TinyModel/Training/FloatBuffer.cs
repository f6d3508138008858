using System.Runtime.InteropServices;

namespace LlamaOrch.Tools.TinyModel.Training;

/// <summary>Floats outside the garbage collector's heap, aligned for 64-byte vectors.</summary>
public sealed unsafe class FloatBuffer : IDisposable
{
    private float* _pointer;

    /// <summary>Allocates zeros.</summary>
    public FloatBuffer(long length)
    {
        Length = checked((int)length);
        _pointer = (float*)NativeMemory.AlignedAlloc((nuint)(length * sizeof(float)), 64);
        Clear();
    }

    /// <summary>Frees the memory.</summary>
    ~FloatBuffer() => Dispose();

    /// <summary>Number of floats.</summary>
    public int Length { get; }

    /// <summary>The first float.</summary>
    public float* First => _pointer;

    /// <summary>All floats.</summary>
    public Span<float> Span => new(_pointer, Length);

    /// <summary>Sets all to zero.</summary>
    public void Clear() => Span.Clear();

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_pointer);
        _pointer = null;
        GC.SuppressFinalize(this);
    }
}
