using System.Threading.Channels;
using LlamaOrch.LlamaCpp.Sampling;
using LlamaOrch.LlamaCpp.Text;

namespace LlamaOrch.LlamaCpp.Inference;

/// <summary>One answer to generate: what is asked, and how far it is.</summary>
/// <remarks>
/// The decode thread alone writes it. A reader sees what stood before an emission was handed over, so it reads only
/// behind the channel.
/// </remarks>
internal sealed class GenerationJob(
    int[] prompt, int tokensMax, SamplingParameters parameters, SlotSampler sampler, StopStrings stops,
    ChannelWriter<Emission> output)
    : IDisposable
{
    private readonly TextOutlet _outlet = new(stops);
    private List<TokenAlternatives>? _alternatives;
    private int[] _generated = new int[64];
    private int _sent;
    private volatile bool _isCanceled;

    /// <summary>What takes its slot after it: another answer to the same request; null for the last.</summary>
    public GenerationJob? Next { get; set; }

    /// <summary>Which of a request's answers it is, from 0.</summary>
    public int Index { get; init; }

    /// <summary>Which of the request's prompts it answers, from 0.</summary>
    public int PromptIndex { get; init; }

    /// <summary>Whether the prompt's beginning may be taken over from the slot's last request.</summary>
    public bool CachePrompt { get; init; } = true;

    /// <summary>The prompt's tokens; at least one.</summary>
    public int[] Prompt { get; } = prompt;

    /// <summary>Tokens to generate at most.</summary>
    public int TokensMax { get; } = tokensMax;

    /// <summary>How tokens are chosen.</summary>
    public SamplingParameters Parameters { get; } = parameters;

    /// <summary>Chooses them.</summary>
    public SlotSampler Sampler { get; } = sampler;

    /// <summary>The slot that took it; -1 before.</summary>
    public int SlotId { get; set; } = -1;

    /// <summary>Tokens generated.</summary>
    public int GeneratedCount { get; private set; }

    /// <summary>Prompt tokens taken over from the slot's last request.</summary>
    public int CachedCount { get; set; }

    /// <summary>Why it ended.</summary>
    public StopReason Reason { get; private set; }

    /// <summary>The stop string that ended it; null otherwise.</summary>
    public string? StoppedBy => _outlet.StoppedBy;

    /// <summary>Its clock.</summary>
    public JobTimings Timings { get; } = new();

    /// <summary>Whether nobody waits for it any more.</summary>
    public bool IsCanceled => _isCanceled;

    /// <summary>Gives it up; its slot is free after the decode step that runs now.</summary>
    public void Cancel() => _isCanceled = true;

    /// <summary>Generated tokens from an index on.</summary>
    public ReadOnlySpan<int> Tokens(int first, int count) => _generated.AsSpan(first, count);

    /// <summary>Probabilities of generated tokens from an index on; empty where none were asked for.</summary>
    public IReadOnlyList<TokenAlternatives> Alternatives(int first, int count)
    {
        if (_alternatives is null)
            return [];
        lock (_alternatives)
            return _alternatives.GetRange(first, Math.Min(count, _alternatives.Count - first));
    }

    /// <summary>Takes a token and hands on what text it completes.</summary>
    /// <returns>Whether a stop string ended the answer with it.</returns>
    public bool Append(int token, byte[] piece, TokenAlternatives? alternatives)
    {
        if (GeneratedCount == _generated.Length)
            Array.Resize(ref _generated, _generated.Length * 2);
        _generated[GeneratedCount++] = token;
        Keep(alternatives);
        ReadOnlyMemory<byte> text = _outlet.Push(piece);
        if (text.Length > 0)
            Send(text, isLast: false);
        return _outlet.StoppedBy is not null;
    }

    /// <summary>Ends it: the rest of the text, then nothing.</summary>
    public void End(StopReason reason)
    {
        Reason = reason;
        Timings.Ended();
        ReadOnlyMemory<byte> rest = reason is StopReason.StopString ? default : _outlet.Flush();
        Send(rest, isLast: true);
    }

    /// <summary>Ends it and all that come after it: nothing more is computed for their request.</summary>
    public void EndChain(StopReason reason)
    {
        for (GenerationJob? job = this; job is not null; job = job.Next)
        {
            job.End(reason);
            job.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Sampler.Dispose();

    private void Send(ReadOnlyMemory<byte> text, bool isLast)
    {
        output.TryWrite(new Emission(this, text, _sent, GeneratedCount - _sent, isLast));
        _sent = GeneratedCount;
    }

    private void Keep(TokenAlternatives? alternatives)
    {
        if (alternatives is null)
            return;
        _alternatives ??= [];
        lock (_alternatives)
            _alternatives.Add(alternatives);
    }
}
