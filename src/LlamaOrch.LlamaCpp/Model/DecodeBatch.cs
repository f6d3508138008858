using System.Runtime.InteropServices;
using LlamaOrch.LlamaCpp.Native.Interop;

namespace LlamaOrch.LlamaCpp.Model;

/// <summary>The rows of one decode, in native memory that is reused.</summary>
internal sealed unsafe class DecodeBatch : IDisposable
{
    private readonly int _capacity;
    private readonly int* _tokens;
    private readonly int* _positions;
    private readonly int* _sequences;
    private readonly int* _counts;
    private readonly int** _sequencePointers;
    private readonly sbyte* _outputs;

    /// <summary>Takes memory for <paramref name="capacity"/> rows.</summary>
    public DecodeBatch(int capacity)
    {
        _capacity = capacity;
        _tokens = (int*)NativeMemory.Alloc((nuint)capacity, sizeof(int));
        _positions = (int*)NativeMemory.Alloc((nuint)capacity, sizeof(int));
        _sequences = (int*)NativeMemory.Alloc((nuint)capacity, sizeof(int));
        _counts = (int*)NativeMemory.Alloc((nuint)capacity, sizeof(int));
        _sequencePointers = (int**)NativeMemory.Alloc((nuint)capacity, (nuint)sizeof(int*));
        _outputs = (sbyte*)NativeMemory.Alloc((nuint)capacity, sizeof(sbyte));
        for (int i = 0; i < capacity; i++)
        {
            _counts[i] = 1;
            _sequencePointers[i] = _sequences + i;
        }
    }

    /// <summary>Rows so far.</summary>
    public int Count { get; private set; }

    /// <summary>As the C API takes it.</summary>
    public LlamaBatch Native => new()
    {
        TokenCount = Count,
        Tokens = _tokens,
        Positions = _positions,
        SequenceCounts = _counts,
        SequenceIds = _sequencePointers,
        Outputs = _outputs,
    };

    /// <summary>Begins anew.</summary>
    public void Reset() => Count = 0;

    /// <summary>Adds a row.</summary>
    /// <exception cref="InvalidOperationException">The batch is full.</exception>
    public void Add(int token, int position, int sequence, bool output)
    {
        if (Count == _capacity)
            throw new InvalidOperationException($"a batch holds at most {_capacity} rows");
        _tokens[Count] = token;
        _positions[Count] = position;
        _sequences[Count] = sequence;
        _outputs[Count] = output ? (sbyte)1 : (sbyte)0;
        Count++;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.Free(_tokens);
        NativeMemory.Free(_positions);
        NativeMemory.Free(_sequences);
        NativeMemory.Free(_counts);
        NativeMemory.Free(_sequencePointers);
        NativeMemory.Free(_outputs);
    }
}
