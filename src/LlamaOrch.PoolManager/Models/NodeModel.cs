using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.PoolManager.Models;

/// <summary>A file that somebody registered as a model of this node.</summary>
/// <param name="ModelId">The model's name for clients.</param>
/// <param name="Path">The file, absolute, with every link followed.</param>
/// <param name="Digest">What its digest must be; null when nobody said.</param>
internal sealed record NodeModel(ModelId ModelId, string Path, Sha256Digest? Digest = null);
