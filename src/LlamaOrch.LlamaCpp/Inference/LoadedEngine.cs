using LlamaOrch.LlamaCpp.Model;
using LlamaOrch.LlamaCpp.Startup;

namespace LlamaOrch.LlamaCpp.Inference;

/// <summary>Model, contexts and loops, once they are there.</summary>
internal sealed class LoadedEngine : IDisposable
{
    private readonly LlamaContext _context;
    private readonly DecodeBatch _batch;
    private readonly EmbeddingLoop? _embeddings;

    private LoadedEngine(EngineOptions options, ModelFile file, WorkQueue queue)
    {
        int threads = file.Threads;
        Model = LlamaModel.Load(file.Path);
        ContextTokens = file.ContextTokens;
        _context = LlamaContext.ForGeneration(
            Model, options.Slots, ContextTokens, DecodeLoop.ChunkTokens, threads);
        _batch = new DecodeBatch(Math.Max(DecodeLoop.ChunkTokens, options.Slots));
        Policy = FindPolicy(options);
        Loop = new DecodeLoop(Model, _context, queue, Policy, _batch, options.Slots, ContextTokens);
        if (options.Embeddings)
        {
            LlamaContext embedding = LlamaContext.ForEmbeddings(Model, ContextTokens, threads);
            _embeddings = new EmbeddingLoop(Model, embedding, ContextTokens);
        }
    }

    /// <summary>The model.</summary>
    public LlamaModel Model { get; }

    /// <summary>Tokens of context per slot.</summary>
    public int ContextTokens { get; }

    /// <summary>How generation steps share a decode.</summary>
    public RowPolicy Policy { get; }

    /// <summary>The generating slots.</summary>
    public DecodeLoop Loop { get; }

    /// <summary>Whether it answers completions: not with a model that only embeds.</summary>
    public bool Generates => _context.HasMemory;

    /// <summary>Whether it answers embeddings.</summary>
    public bool Embeds => _embeddings is not null;

    /// <summary>Loads everything; takes as long as reading the model does.</summary>
    /// <exception cref="Contracts.Processes.StartupException">The model can't be loaded.</exception>
    public static LoadedEngine Load(EngineOptions options, ModelFile file, WorkQueue queue) =>
        new(options, file, queue);

    /// <summary>One step of generation, and one input embedded where one waits.</summary>
    public void Step(WorkQueue queue)
    {
        if (Generates)
            Loop.Step();
        if (_embeddings is not null && queue.TakeEmbedding() is EmbeddingJob job)
            _embeddings.Embed(job);
    }

    /// <summary>Breaks off the decode that runs now, and every later one.</summary>
    public void RequestAbort() => _context.RequestAbort();

    /// <inheritdoc/>
    public void Dispose()
    {
        Loop.Dispose();
        _embeddings?.Dispose();
        _batch.Dispose();
        _context.Dispose();
        Model.Dispose();
    }

    private RowPolicy FindPolicy(EngineOptions options)
    {
        // Where state can't be cut back, a filled-up row would stay in it.
        if (options.Batching == BatchingMode.Never || !Generates || !Model.CanCutBack || options.Slots == 1)
            return RowPolicy.OneByOne;
        if (options.Batching == BatchingMode.Always)
            return RowPolicy.Any(options.Slots);
        var probe = new RowProbe(_context, _batch, options.Slots, Model.Vocabulary);
        return probe.Find(Model.ParameterCount);
    }
}
