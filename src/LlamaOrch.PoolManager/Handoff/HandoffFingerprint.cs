namespace LlamaOrch.PoolManager.Handoff;

/// <summary>Tells whether a file has changed since it was read.</summary>
/// <param name="WrittenTicks">Its time of last change, UTC ticks.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="LinkTarget">Where it points when it is a symbolic link; null when it is not.</param>
internal readonly record struct HandoffFingerprint(long WrittenTicks, long Bytes, string? LinkTarget);
