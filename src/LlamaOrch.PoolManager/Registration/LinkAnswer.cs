using LlamaOrch.Contracts.Nodes;

namespace LlamaOrch.PoolManager.Registration;

/// <summary>An answer of the control plane.</summary>
/// <param name="Outcome">How it answered.</param>
/// <param name="NextHeartbeat">When it expects to hear of us; zero when it did not say.</param>
/// <param name="Sentence">What went wrong, one sentence; empty when nothing did.</param>
internal readonly record struct LinkAnswer(LinkOutcome Outcome, TimeSpan NextHeartbeat, string Sentence)
{
    /// <summary>Leases that the node holds for nobody.</summary>
    public IReadOnlyList<OrphanedLease> Orphans { get; init; } = [];

    public static LinkAnswer Failed(LinkOutcome outcome, string sentence) => new(outcome, TimeSpan.Zero, sentence);
}
