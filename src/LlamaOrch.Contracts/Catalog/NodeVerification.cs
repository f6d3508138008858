using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Contracts.Catalog;

/// <summary>A node's part of a verification.</summary>
/// <param name="NodeId">The node.</param>
/// <param name="Result">How its file compares; the worst of its files where it has several.</param>
/// <param name="Digest">Digest of that file; absent while unknown.</param>
public sealed record NodeVerification(NodeId NodeId, VerificationResult Result, Sha256Digest? Digest = null);
