namespace LlamaOrch.Bench.Stub;

/// <summary>What the stub pretends to be.</summary>
/// <param name="Model">Its model id.</param>
/// <param name="Slots">Slots that it reports.</param>
/// <param name="Tokens">Tokens of an answer, unless the request has <c>max_tokens</c>.</param>
/// <param name="TokenInterval">Time between tokens, zero for none, unless it has <c>bench_interval_ms</c>.</param>
internal sealed record StubSettings(string Model, int Slots, int Tokens, TimeSpan TokenInterval)
{
    public const string DefaultModel = "bench-model";
}
