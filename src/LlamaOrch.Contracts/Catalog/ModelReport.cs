using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Contracts.Catalog;

/// <summary>What a node says of a model file that it has. Its path stays on the node.</summary>
/// <param name="ModelId">The model's name for clients.</param>
/// <param name="SizeBytes">Size of the file, bytes.</param>
/// <param name="Digest">Digest of the file as it is now; absent until it has been computed.</param>
public sealed record ModelReport(ModelId ModelId, long SizeBytes, Sha256Digest? Digest = null);
