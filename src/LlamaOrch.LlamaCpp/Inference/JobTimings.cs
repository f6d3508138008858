using System.Diagnostics;

namespace LlamaOrch.LlamaCpp.Inference;

/// <summary>A job's clock: prompt from the slot to the first token, generation from there to the end.</summary>
internal sealed class JobTimings
{
    private long _started;
    private long _firstToken;
    private long _ended;

    /// <summary>Milliseconds from getting a slot to the first token; 0 before it.</summary>
    public double PromptMs => _firstToken == 0 ? 0 : Milliseconds(_started, _firstToken);

    /// <summary>Milliseconds from the first token to the end, or to now.</summary>
    public double GenerationMs =>
        _firstToken == 0 ? 0 : Milliseconds(_firstToken, _ended == 0 ? Stopwatch.GetTimestamp() : _ended);

    /// <summary>A slot took it.</summary>
    public void Started() => _started = Stopwatch.GetTimestamp();

    /// <summary>Its prompt is computed.</summary>
    public void PromptDone() => _firstToken = Stopwatch.GetTimestamp();

    /// <summary>It ended.</summary>
    public void Ended() => _ended = Stopwatch.GetTimestamp();

    private static double Milliseconds(long from, long to) => Stopwatch.GetElapsedTime(from, to).TotalMilliseconds;
}
