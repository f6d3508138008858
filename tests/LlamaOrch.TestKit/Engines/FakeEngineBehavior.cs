namespace LlamaOrch.TestKit.Engines;

/// <summary>How a <see cref="FakeEngine"/> behaves; may be exchanged while it runs.</summary>
public sealed record FakeEngineBehavior
{
    /// <summary>The model that it says it serves.</summary>
    public string ModelId { get; init; } = "fake-model";

    /// <summary>Models that <c>/v1/models</c> lists; null for <see cref="ModelId"/> alone.</summary>
    public IReadOnlyList<string>? Models { get; init; }

    /// <summary>The key without which everything is 401; null for none.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Whether requests for a model that it does not list are 404, as Ollama's and vLLM's are.</summary>
    public bool IsStrict { get; init; }

    /// <summary>Slots that <c>/props</c> tells.</summary>
    public int Slots { get; init; } = 4;

    /// <summary>Context of one slot that <c>/props</c> tells, tokens.</summary>
    public int ContextTokens { get; init; } = 4096;

    /// <summary>
    /// Whether it has llama-server's own routes (<c>/health</c>, <c>/props</c>, <c>/slots</c>, <c>/metrics</c>).
    /// </summary>
    public bool IsLlamaServer { get; init; } = true;

    /// <summary>Status of <c>/health</c>, and 503 there of <c>/v1/models</c> too: a model that still loads.</summary>
    public int HealthStatus { get; init; } = 200;

    /// <summary>Whether the health routes take requests and never answer.</summary>
    public bool HealthHangs { get; init; }

    /// <summary>What goes wrong on inference routes.</summary>
    public EngineFault Fault { get; init; }

    /// <summary>How many tokens come before <see cref="Fault"/> where it strikes amid an answer.</summary>
    public int FaultAfterTokens { get; init; } = 2;

    /// <summary>Tokens of each answer.</summary>
    public IReadOnlyList<string> Tokens { get; init; } = ["One ", "two ", "three ", "four ", "five ", "six."];

    /// <summary>Pause before each token: a slow engine.</summary>
    public TimeSpan TokenDelay { get; init; }

    /// <summary>
    /// Streams stop after that many tokens until <see cref="FakeEngine.ReleaseHeld"/>; null for never.
    /// </summary>
    public int? HoldAfterTokens { get; init; }
}
