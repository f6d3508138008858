namespace LlamaOrch.Bench.Stub;

/// <summary>What the stub pretends to be.</summary>
/// <param name="Model">Its model id.</param>
/// <param name="Slots">Slots that it reports.</param>
/// <param name="Tokens">Tokens of an answer, unless the request has <c>max_tokens</c>.</param>
/// <param name="TokenInterval">Time between tokens, zero for none, unless it has <c>bench_interval_ms</c>.</param>
internal sealed record StubSettings(string Model, int Slots, int Tokens, TimeSpan TokenInterval)
{
    public const string DefaultModel = "bench-model";

    /// <summary>Slots that a comparison needs: more than its loads have requests at a time.</summary>
    public const int DefaultSlots = 256;

    /// <summary>The stub of a comparison.</summary>
    public static StubSettings Default { get; } = new(DefaultModel, DefaultSlots, 64, TimeSpan.Zero);
}
