namespace LlamaOrch.Core.Tasks;

/// <summary>What a task's work amounted to.</summary>
/// <param name="TokensIn">Prompt tokens; 0 while unknown.</param>
/// <param name="TokensOut">Generated tokens.</param>
/// <param name="Decode">From the first byte of the answer to its end.</param>
public sealed record TaskWork(int TokensIn, int TokensOut, TimeSpan Decode)
{
    /// <summary>No work at all.</summary>
    public static TaskWork None { get; } = new(0, 0, TimeSpan.Zero);
}
