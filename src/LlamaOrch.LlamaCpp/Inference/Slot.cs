namespace LlamaOrch.LlamaCpp.Inference;

/// <summary>One sequence of the context: a job on its way through it, and what the last prompt left behind.</summary>
internal sealed class Slot(int id, int chunkTokens)
{
    private int[] _keptPrompt = [];
    private int _keptCount;

    /// <summary>Its number, which is the sequence's.</summary>
    public int Id { get; } = id;

    /// <summary>What it works on; null while it is free.</summary>
    public GenerationJob? Job { get; private set; }

    /// <summary>Positions that the sequence holds.</summary>
    public int Length { get; private set; }

    /// <summary>The token to compute next while generating.</summary>
    public int NextToken { get; set; }

    /// <summary>Whether the prompt is still being computed.</summary>
    public bool IsReading => Job is not null && Length < Job.Prompt.Length;

    /// <summary>Whether it generates.</summary>
    public bool IsGenerating => Job is not null && Length >= Job.Prompt.Length;

    /// <summary>When it was last given up; the least recently used is taken first.</summary>
    public long LastUsed { get; private set; }

    /// <summary>How many of a prompt's tokens lie here from the last one, in whole chunks.</summary>
    /// <remarks>
    /// A whole chunk was computed by the same call, over the same tokens, as a fresh computation would use, so it
    /// holds the same bits. Part of a chunk, or tokens that were generated, would not.
    /// </remarks>
    public int SharedWith(ReadOnlySpan<int> prompt)
    {
        int common = _keptPrompt.AsSpan(0, _keptCount).CommonPrefixLength(prompt);
        // The last token is always computed: its logits choose the first answer token.
        return Math.Min(common, prompt.Length - 1) / chunkTokens * chunkTokens;
    }

    /// <summary>Takes a job; <paramref name="shared"/> positions stay, the caller cuts the rest off.</summary>
    public void Take(GenerationJob job, int shared)
    {
        Job = job;
        Length = shared;
        job.SlotId = Id;
        job.CachedCount = shared;
        _keptPrompt = job.Prompt;
        _keptCount = shared;
    }

    /// <summary>Positions were computed.</summary>
    public void Advance(int tokens)
    {
        Length += tokens;
        _keptCount = Math.Min(Length, _keptPrompt.Length);
    }

    /// <summary>Gives the job up; the prompt stays for a next request that begins alike.</summary>
    public void Release(long now)
    {
        Job = null;
        LastUsed = now;
    }

    /// <summary>Nothing is kept: after a failed decode nobody knows what the sequence holds.</summary>
    public void Forget()
    {
        Length = 0;
        _keptPrompt = [];
        _keptCount = 0;
    }
}
