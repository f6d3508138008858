using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.PoolManager.Models;

/// <summary>What is known of a model file.</summary>
/// <param name="Fingerprint">The file as it was seen last.</param>
/// <param name="Digest">Digest of exactly that file; null until it has been computed.</param>
internal sealed record ModelFileFacts(FileFingerprint Fingerprint, Sha256Digest? Digest);
