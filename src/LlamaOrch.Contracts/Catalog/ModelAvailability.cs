using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Contracts.Catalog;

/// <summary>One model on one node.</summary>
/// <param name="ModelId">The model.</param>
/// <param name="Verification">How its file compares with the catalog's digest.</param>
/// <param name="Pools">The node's pools that serve it, by id; empty when it is only staged.</param>
public sealed record ModelAvailability(
    ModelId ModelId, VerificationResult Verification, IReadOnlyList<PoolAvailability> Pools);
