using LlamaOrch.LlamaCpp.Native.Interop;

namespace LlamaOrch.LlamaCpp.Sampling;

/// <summary>How one request's tokens are chosen. Names and defaults are llama-server's.</summary>
internal sealed record SamplingParameters
{
    /// <summary>The defaults.</summary>
    public static SamplingParameters Default { get; } = new();

    /// <summary>Randomness; 0 always takes the most probable token. Default 0.8.</summary>
    public float Temperature { get; init; } = 0.8f;

    /// <summary>Keeps the K most probable tokens; 0 keeps all. Default 40.</summary>
    public int TopK { get; init; } = 40;

    /// <summary>Keeps the most probable tokens up to this sum, 0 to 1; 1 keeps all. Default 0.95.</summary>
    public float TopP { get; init; } = 0.95f;

    /// <summary>Drops tokens below this share of the most probable one, 0 to 1. Default 0.05.</summary>
    public float MinP { get; init; } = 0.05f;

    /// <summary>Locally typical sampling; 1 is off. Default 1.</summary>
    public float TypicalP { get; init; } = 1f;

    /// <summary>Tokens that a filter keeps at least. Default 0.</summary>
    public int MinKeep { get; init; }

    /// <summary>How far back penalties look, in tokens; 0 turns them off. Default 64.</summary>
    public int RepeatLastTokens { get; init; } = 64;

    /// <summary>Divides the logit of tokens seen before; 1 is off. Default 1.</summary>
    public float RepeatPenalty { get; init; } = 1f;

    /// <summary>Subtracted per occurrence. Default 0.</summary>
    public float FrequencyPenalty { get; init; }

    /// <summary>Subtracted once if the token occurred. Default 0.</summary>
    public float PresencePenalty { get; init; }

    /// <summary>
    /// Seed of the random numbers. A request without one gets one drawn, and reads it in its answer.
    /// </summary>
    public uint Seed { get; init; }

    /// <summary>GBNF that the answer must follow; null is free text.</summary>
    public string? Grammar { get; init; }

    /// <summary>Added to single tokens' logits.</summary>
    public IReadOnlyList<LlamaLogitBias> LogitBias { get; init; } = [];

    /// <summary>Whether tokens that end the answer are never chosen.</summary>
    public bool IgnoreEnd { get; init; }

    /// <summary>
    /// Alternatives reported beside each chosen token, with their probabilities before sampling; 0 reports the chosen
    /// one alone, null nothing. Default null.
    /// </summary>
    public int? ProbabilityCount { get; init; }
}
