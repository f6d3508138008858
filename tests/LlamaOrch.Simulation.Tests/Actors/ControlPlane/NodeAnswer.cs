using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Simulation.Tests.Actors.ControlPlane;

/// <summary>What a node is told.</summary>
/// <param name="Refusal">Why it was not heard; null when it was.</param>
/// <param name="Interval">When to report next.</param>
/// <param name="Orphans">Leases that it holds for nobody.</param>
internal sealed record NodeAnswer(
    ErrorBody? Refusal, TimeSpan Interval, IReadOnlyList<(PoolId Pool, LeaseId Lease)> Orphans);
