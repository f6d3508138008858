using LlamaOrch.Contracts.Handoff;

namespace LlamaOrch.PoolManager.Handoff;

/// <summary>What a handoff file holds, or what is wrong with it.</summary>
/// <param name="File">The file when it is valid; otherwise null.</param>
/// <param name="Problem">The problem, part of a sentence; null when there is none.</param>
internal sealed record HandoffReading(HandoffFile? File, string? Problem)
{
    public static HandoffReading Bad(string problem) => new(null, problem);
}
