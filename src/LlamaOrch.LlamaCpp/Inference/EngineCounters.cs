namespace LlamaOrch.LlamaCpp.Inference;

/// <summary>
/// Sums since the start. The decode thread alone writes; readers may see a step's numbers half updated.
/// </summary>
internal sealed class EngineCounters
{
    /// <summary>Prompt tokens computed.</summary>
    public long PromptTokens { get; private set; }

    /// <summary>Prompt tokens taken over from a slot's last prompt.</summary>
    public long CachedPromptTokens { get; private set; }

    /// <summary>Time spent computing prompts, in seconds.</summary>
    public double PromptSeconds { get; private set; }

    /// <summary>Tokens generated.</summary>
    public long GeneratedTokens { get; private set; }

    /// <summary>Time spent generating, in seconds.</summary>
    public double GenerationSeconds { get; private set; }

    /// <summary>Decode calls.</summary>
    public long Decodes { get; private set; }

    /// <summary>Slots with a job, summed over decode calls.</summary>
    public long BusySlots { get; private set; }

    /// <summary>The longest sequence so far, in tokens.</summary>
    public int TokensMax { get; private set; }

    /// <summary>A chunk of a prompt was computed.</summary>
    public void Prompt(int tokens, TimeSpan elapsed, int busySlots)
    {
        PromptTokens += tokens;
        PromptSeconds += elapsed.TotalSeconds;
        Decode(busySlots);
    }

    /// <summary>A prompt's beginning was taken over.</summary>
    public void Cached(int tokens) => CachedPromptTokens += tokens;

    /// <summary>A generation step was computed.</summary>
    public void Generation(int tokens, TimeSpan elapsed, int busySlots)
    {
        GeneratedTokens += tokens;
        GenerationSeconds += elapsed.TotalSeconds;
        Decode(busySlots);
    }

    /// <summary>A sequence has grown to this length.</summary>
    public void Length(int tokens) => TokensMax = Math.Max(TokensMax, tokens);

    private void Decode(int busySlots)
    {
        Decodes++;
        BusySlots += busySlots;
    }
}
