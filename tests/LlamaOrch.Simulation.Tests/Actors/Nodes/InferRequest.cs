using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Simulation.Tests.Actors.Nodes;

/// <summary>One request under a lease.</summary>
internal sealed record InferRequest(PoolId PoolId, LeaseId Lease, long Fence, TaskId TaskId, int Tokens);
