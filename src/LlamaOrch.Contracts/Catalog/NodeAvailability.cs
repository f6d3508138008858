using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;

namespace LlamaOrch.Contracts.Catalog;

/// <summary>The models of one node.</summary>
/// <param name="NodeId">The node.</param>
/// <param name="State">What the control plane thinks of it.</param>
/// <param name="Models">Its models, by id.</param>
public sealed record NodeAvailability(NodeId NodeId, NodeState State, IReadOnlyList<ModelAvailability> Models);
