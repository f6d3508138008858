namespace LlamaOrch.PoolManager.Handoff;

/// <summary>One file of the folder.</summary>
/// <param name="Name">Its name without the ending: the pool that it should be for.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Fingerprint">Tells one version of it from the next.</param>
internal sealed record HandoffEntry(string Name, string Path, HandoffFingerprint Fingerprint);
