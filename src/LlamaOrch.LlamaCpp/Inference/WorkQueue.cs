namespace LlamaOrch.LlamaCpp.Inference;

/// <summary>What is asked of the decode thread; it sleeps here, without polling, while nothing is.</summary>
internal sealed class WorkQueue(int waitingMax)
{
    private readonly object _gate = new();
    private readonly LinkedList<GenerationJob> _generations = new();
    private readonly Queue<EmbeddingJob> _embeddings = new();
    private bool _isClosed;

    /// <summary>Requests that wait for a slot.</summary>
    public int WaitingCount
    {
        get
        {
            lock (_gate)
                return _generations.Count + _embeddings.Count;
        }
    }

    /// <summary>Adds a request by its first job, unless as many wait as may.</summary>
    public bool TryAdd(GenerationJob first)
    {
        lock (_gate)
        {
            if (_isClosed || _generations.Count >= waitingMax)
                return false;
            _generations.AddLast(first);
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>Adds a request's inputs to embed, all or none, unless as many wait as may before them.</summary>
    public bool TryAdd(IReadOnlyList<EmbeddingJob> jobs)
    {
        lock (_gate)
        {
            if (_isClosed || _embeddings.Count >= waitingMax)
                return false;
            foreach (EmbeddingJob job in jobs)
                _embeddings.Enqueue(job);
            Monitor.Pulse(_gate);
            return true;
        }
    }

    /// <summary>The next job, first come first served; null while none waits.</summary>
    public GenerationJob? TakeGeneration()
    {
        lock (_gate)
        {
            GenerationJob? first = _generations.First?.Value;
            if (first is not null)
                _generations.RemoveFirst();
            return first;
        }
    }

    /// <summary>The next input to embed; null while none waits.</summary>
    public EmbeddingJob? TakeEmbedding()
    {
        lock (_gate)
            return _embeddings.TryDequeue(out EmbeddingJob? job) ? job : null;
    }

    /// <summary>Takes out jobs that nobody waits for any more.</summary>
    public void TakeCanceled(List<GenerationJob> into)
    {
        lock (_gate)
        {
            for (LinkedListNode<GenerationJob>? node = _generations.First; node is not null;)
            {
                LinkedListNode<GenerationJob>? next = node.Next;
                if (node.Value.IsCanceled)
                {
                    into.Add(node.Value);
                    _generations.Remove(node);
                }

                node = next;
            }
        }
    }

    /// <summary>Sleeps until something is added; returns false once closed.</summary>
    public bool Wait()
    {
        lock (_gate)
        {
            while (!_isClosed && _generations.Count + _embeddings.Count == 0)
                Monitor.Wait(_gate);
            return !_isClosed;
        }
    }

    /// <summary>Takes nothing more and wakes the sleeper.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Whether it takes nothing more.</summary>
    public bool IsClosed
    {
        get
        {
            lock (_gate)
                return _isClosed;
        }
    }
}
