using System.Diagnostics;
using LlamaOrch.LlamaCpp.Model;
using LlamaOrch.LlamaCpp.Sampling;

namespace LlamaOrch.LlamaCpp.Inference;

/// <summary>The decode thread's work: jobs join and leave between steps (continuous batching).</summary>
/// <remarks>
/// A step computes one chunk of one prompt, in a decode of its own, and then one token of every slot that generates.
/// Long prompts so delay the others by a chunk at most, and no shape that a sequence is computed in depends on the
/// others: that is what makes answers repeatable. See docs/reference/engine.md.
/// </remarks>
internal sealed unsafe class DecodeLoop : IDisposable
{
    /// <summary>Prompt tokens per decode.</summary>
    public const int ChunkTokens = 128;

    private readonly LlamaModel _model;
    private readonly LlamaContext _context;
    private readonly WorkQueue _queue;
    private readonly RowPolicy _policy;
    private readonly Slot[] _slots;
    private readonly DecodeBatch _batch;
    private readonly CandidateBuffer _candidates;
    private readonly GenerationStep _generation;
    private readonly List<GenerationJob> _canceled = [];
    private readonly int _contextTokens;
    private int _lastRead;

    /// <summary>Takes over the context; the caller keeps owning it.</summary>
    public DecodeLoop(
        LlamaModel model, LlamaContext context, WorkQueue queue, RowPolicy policy, DecodeBatch batch, int slots,
        int contextTokens)
    {
        (_model, _context, _queue, _policy, _batch) = (model, context, queue, policy, batch);
        _contextTokens = contextTokens;
        _slots = [.. Enumerable.Range(0, slots).Select(id => new Slot(id, ChunkTokens))];
        _candidates = new CandidateBuffer(model.Vocabulary.TokenCount);
        _generation = new GenerationStep(context, batch, _slots, contextTokens);
    }

    /// <summary>The slots, for a look from other threads.</summary>
    public IReadOnlyList<Slot> Slots => _slots;

    /// <summary>What was done so far.</summary>
    public EngineCounters Counters { get; } = new();

    /// <summary>Whether any slot has a job.</summary>
    public bool IsBusy => BusyCount > 0;

    private int BusyCount => _slots.Count(slot => slot.Job is not null);

    /// <summary>Frees what nobody waits for, gives free slots to waiting jobs, computes one step.</summary>
    public void Step()
    {
        DropCanceled();
        while (Array.Exists(_slots, slot => slot.Job is null) && _queue.TakeGeneration() is GenerationJob job)
            Assign(job);
        ReadPrompt();
        Generate();
    }

    /// <summary>Ends all jobs that have a slot.</summary>
    public void EndAll(StopReason reason)
    {
        foreach (Slot slot in _slots)
        {
            if (slot.Job is not null)
                End(slot, reason);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _candidates.Dispose();

    private void DropCanceled()
    {
        foreach (Slot slot in _slots)
        {
            if (slot.Job is { IsCanceled: true })
                End(slot, StopReason.Canceled);
        }

        _queue.TakeCanceled(_canceled);
        foreach (GenerationJob job in _canceled)
            job.EndChain(StopReason.Canceled);
        _canceled.Clear();
    }

    /// <summary>The free slot that shares most with the prompt, else the one that was free for longest.</summary>
    private void Assign(GenerationJob job)
    {
        bool mayShare = job.CachePrompt && _model.CanKeepPrefix;
        Slot slot = _slots.Where(free => free.Job is null)
            .OrderByDescending(free => mayShare ? free.SharedWith(job.Prompt) : 0)
            .ThenBy(free => free.LastUsed)
            .ThenBy(free => free.Id)
            .First();
        Begin(slot, job);
    }

    private void Begin(Slot slot, GenerationJob job)
    {
        int shared = job.CachePrompt && _model.CanKeepPrefix ? slot.SharedWith(job.Prompt) : 0;
        _context.CutBack(slot.Id, shared);
        slot.Take(job, shared);
        job.Timings.Started();
        Counters.Cached(shared);
        foreach (int token in job.Prompt)
            job.Sampler.Remember(token);
    }

    private void ReadPrompt()
    {
        Slot? slot = NextToRead();
        if (slot is null)
            return;
        GenerationJob job = slot.Job!;
        int count = Math.Min(ChunkTokens, job.Prompt.Length - slot.Length);
        _batch.Reset();
        for (int i = 0; i < count; i++)
        {
            int position = slot.Length + i;
            _batch.Add(job.Prompt[position], position, slot.Id, output: position == job.Prompt.Length - 1);
        }

        long start = Stopwatch.GetTimestamp();
        if (_context.Decode(_batch) != 0)
        {
            Fail(slot);
            return;
        }

        Counters.Prompt(count, Stopwatch.GetElapsedTime(start), BusyCount);
        slot.Advance(count);
        if (slot.IsReading)
            return;
        job.Timings.PromptDone();
        TakeToken(slot, _context.Logits(count - 1));
    }

    /// <summary>Prompts take turns, so that a long one does not keep a short one waiting.</summary>
    private Slot? NextToRead()
    {
        for (int i = 1; i <= _slots.Length; i++)
        {
            int id = (_lastRead + i) % _slots.Length;
            if (!_slots[id].IsReading)
                continue;
            _lastRead = id;
            return _slots[id];
        }

        return null;
    }

    private void Generate()
    {
        foreach ((int first, int count) in _generation.Windows(_policy))
            GenerateWindow(first, count);
    }

    private void GenerateWindow(int first, int count)
    {
        long start = Stopwatch.GetTimestamp();
        int code = _generation.Decode(first, count);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        int generated = 0;
        for (int row = 0; row < count; row++)
        {
            Slot slot = _slots[first + row];
            if (!slot.IsGenerating)
                continue;
            if (code != 0)
            {
                Fail(slot);
                continue;
            }

            generated++;
            slot.Advance(1);
            TakeToken(slot, _context.Logits(row));
        }

        Counters.Generation(generated, elapsed, BusyCount);
    }

    private void TakeToken(Slot slot, float* logits)
    {
        GenerationJob job = slot.Job!;
        int token = job.Sampler.Sample(_candidates, logits);
        Counters.Length(slot.Length);
        if (token < 0 || _model.Vocabulary.EndsGeneration(token))
        {
            End(slot, StopReason.EndOfText);
            return;
        }

        TokenAlternatives? alternatives = job.Parameters.ProbabilityCount is int count
            ? TokenAlternatives.Read(
                new ReadOnlySpan<float>(logits, _model.Vocabulary.TokenCount), token, count)
            : null;
        slot.NextToken = token;
        if (job.Append(token, _model.Vocabulary.Piece(token), alternatives))
            End(slot, StopReason.StopString);
        else if (job.GeneratedCount >= job.TokensMax || slot.Length >= _contextTokens)
            End(slot, StopReason.Limit);
    }

    private void Fail(Slot slot)
    {
        End(slot, _queue.IsClosed ? StopReason.Canceled : StopReason.Failed);
        _context.CutBack(slot.Id, 0);
        slot.Forget();
    }

    /// <summary>A request has one slot: its next answer begins where the last one ended, before anybody else.</summary>
    private void End(Slot slot, StopReason reason)
    {
        GenerationJob job = slot.Job!;
        slot.Release(Stopwatch.GetTimestamp());
        if (job.Next is null || reason is StopReason.Canceled or StopReason.Failed)
        {
            job.EndChain(reason);
            return;
        }

        job.End(reason);
        job.Dispose();
        Begin(slot, job.Next);
    }
}
