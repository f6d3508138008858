using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.LlamaCpp.Native;
using LlamaOrch.LlamaCpp.Native.Interop;

namespace LlamaOrch.LlamaCpp.Model;

/// <summary>A computing context over a model: caches of several sequences. One thread uses it at a time.</summary>
internal sealed unsafe class LlamaContext : IDisposable
{
    private const int FlashAttentionOff = 0;
    private const int PoolingUnspecified = -1;
    private const int PoolingNone = 0;
    private const int PoolingMean = 1;

    private readonly nint _handle;
    private readonly nint _memory;
    private readonly byte* _abort = (byte*)NativeMemory.AllocZeroed(1);

    private LlamaContext(LlamaModel model, LlamaContextParams parameters)
    {
        _handle = LlamaApi.ContextInit(model.Handle, parameters);
        if (_handle == 0)
        {
            string reason = NativeLog.LastError is string error ? $": {error}" : "";
            throw new StartupException(
                ExitCode.EngineFailed, $"llama.cpp can't make a context for {model.Path}{reason}");
        }

        _memory = LlamaApi.ContextMemory(_handle);
        LlamaApi.SetAbortCallback(_handle, &OnAbortAsked, _abort);
    }

    /// <summary>Whether it keeps what it has seen; a model that only embeds does not.</summary>
    public bool HasMemory => _memory != 0;

    /// <summary>Makes the context that generates.</summary>
    /// <remarks>
    /// One cache per sequence (not unified) and no flash attention: then no sum over a sequence's cache depends on
    /// where other sequences' tokens lie. See docs/reference/engine.md, "The same tokens".
    /// </remarks>
    public static LlamaContext ForGeneration(
        LlamaModel model, int slots, int contextTokens, int chunkTokens, int threads)
    {
        LlamaContextParams parameters = Common(threads);
        parameters.SequencesMax = (uint)slots;
        parameters.ContextTokens = (uint)(RoundUp(contextTokens) * slots);
        parameters.BatchTokens = (uint)Math.Max(chunkTokens, slots);
        parameters.MicroBatchTokens = parameters.BatchTokens;
        return new LlamaContext(model, parameters);
    }

    /// <summary>
    /// Makes the context that embeds: one sequence, the whole input in one step, as pooling demands.
    /// </summary>
    public static LlamaContext ForEmbeddings(LlamaModel model, int contextTokens, int threads)
    {
        LlamaContextParams parameters = Common(threads);
        parameters.SequencesMax = 1;
        parameters.ContextTokens = (uint)RoundUp(contextTokens);
        parameters.BatchTokens = parameters.ContextTokens;
        parameters.MicroBatchTokens = parameters.ContextTokens;
        parameters.Embeddings = 1;
        parameters.PoolingType = PoolingUnspecified;
        var context = new LlamaContext(model, parameters);
        if (LlamaApi.ContextPoolingType(context._handle) != PoolingNone)
            return context;
        context.Dispose();
        parameters.PoolingType = PoolingMean;
        return new LlamaContext(model, parameters);
    }

    /// <summary>Computes the rows of a batch; 0 is success, anything else llama.cpp's code.</summary>
    public int Decode(DecodeBatch batch) => LlamaApi.Decode(_handle, batch.Native);

    /// <summary>The logits of a batch's row; valid until the next decode.</summary>
    public float* Logits(int row) => LlamaApi.LogitsAt(_handle, row);

    /// <summary>The pooled embedding of a sequence; null where the model gave none.</summary>
    public float* Embedding(int sequence) => LlamaApi.EmbeddingsOf(_handle, sequence);

    /// <summary>Forgets a sequence from a position on.</summary>
    public void CutBack(int sequence, int fromPosition)
    {
        if (HasMemory)
            _ = LlamaApi.MemorySequenceRemove(_memory, sequence, fromPosition, -1);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        if (HasMemory)
            LlamaApi.MemoryClear(_memory, 1);
    }

    /// <summary>Breaks off the decode that runs now, and every later one. Any thread may ask.</summary>
    public void RequestAbort() => Volatile.Write(ref *_abort, 1);

    /// <inheritdoc/>
    public void Dispose()
    {
        LlamaApi.ContextFree(_handle);
        NativeMemory.Free(_abort);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static byte OnAbortAsked(void* flag) => Volatile.Read(ref *(byte*)flag);

    private static LlamaContextParams Common(int threads)
    {
        LlamaContextParams parameters = LlamaApi.ContextDefaultParams();
        parameters.Threads = threads;
        parameters.ThreadsBatch = threads;
        parameters.FlashAttentionType = FlashAttentionOff;
        parameters.KvUnified = 0;
        parameters.NoPerf = 1;
        return parameters;
    }

    /// <summary>
    /// llama.cpp rounds a sequence's cache up to whole blocks of 256; done here so that the division is exact.
    /// </summary>
    private static int RoundUp(int tokens) => (tokens + 255) / 256 * 256;
}
