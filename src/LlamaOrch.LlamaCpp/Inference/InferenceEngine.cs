using LlamaOrch.Contracts.Processes;
using LlamaOrch.LlamaCpp.Model;
using LlamaOrch.LlamaCpp.Startup;

namespace LlamaOrch.LlamaCpp.Inference;

/// <summary>The model and the one thread that computes with it, from loading to the end.</summary>
internal sealed class InferenceEngine : IDisposable
{
    /// <summary>Requests that may wait for a slot; more are refused.</summary>
    public const int WaitingMax = 1024;

    private readonly EngineOptions _options;
    private readonly ModelFile _file;
    private readonly WorkQueue _queue = new(WaitingMax);
    private readonly TaskCompletionSource<LoadedEngine> _loaded =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly Thread _thread;
    private volatile LoadedEngine? _engine;

    /// <summary>Prepares; <see cref="Start"/> loads.</summary>
    public InferenceEngine(EngineOptions options, ModelFile file)
    {
        (_options, _file) = (options, file);
        _thread = new Thread(Run) { Name = "decode", IsBackground = true };
    }

    /// <summary>What is loaded; null while it is not.</summary>
    public LoadedEngine? Loaded => _engine;

    /// <summary>Ends when the model is loaded, or with the reason why it can't be.</summary>
    public Task<LoadedEngine> WhenLoaded => _loaded.Task;

    /// <summary>Requests that wait for a slot.</summary>
    public int WaitingCount => _queue.WaitingCount;

    /// <summary>Starts loading, on the decode thread.</summary>
    public void Start() => _thread.Start();

    /// <summary>Hands a request over by its first job; false where too many wait already.</summary>
    public bool TrySubmit(GenerationJob first) => _queue.TryAdd(first);

    /// <summary>Hands inputs to embed over; false where too many wait already.</summary>
    public bool TrySubmit(IReadOnlyList<EmbeddingJob> jobs) => _queue.TryAdd(jobs);

    /// <summary>
    /// Ends all work, the decode that runs now included; what is loaded stays until it is disposed of.
    /// </summary>
    public void Stop()
    {
        _queue.Close();
        _engine?.RequestAbort();
    }

    /// <summary>Stops and frees the model. Nobody may tokenize any more.</summary>
    public void Dispose()
    {
        Stop();

        // Loading can't be interrupted; the thread is a background one and ends with the process.
        if (_engine is null)
            return;
        _thread.Join();
        _engine.Dispose();
    }

    private void Run()
    {
        try
        {
            LoadedEngine engine = LoadedEngine.Load(_options, _file, _queue);
            _engine = engine;
            _loaded.SetResult(engine);
            while (engine.Loop.IsBusy ? !_queue.IsClosed : _queue.Wait())
                engine.Step(_queue);
            engine.Loop.EndAll(StopReason.Canceled);
            RefuseWaiting();
        }
        catch (StartupException failure)
        {
            _loaded.SetException(failure);
        }
    }

    private void RefuseWaiting()
    {
        while (_queue.TakeGeneration() is GenerationJob job)
            job.EndChain(StopReason.Canceled);

        while (_queue.TakeEmbedding() is EmbeddingJob job)
            job.Fail("the engine is stopping");
    }
}
