using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.PoolManager.Models;

/// <summary>A digest that was computed once, as it is remembered over restarts.</summary>
/// <param name="Path">The file.</param>
/// <param name="SizeBytes">Its size then.</param>
/// <param name="ModifiedTicks">When it had been written last, ticks of UTC.</param>
/// <param name="Digest">Its digest.</param>
/// <param name="Number">Its number in the file system; 0 where nobody kept it.</param>
internal sealed record KnownDigest(
    string Path, long SizeBytes, long ModifiedTicks, Sha256Digest Digest, long Number = 0);
