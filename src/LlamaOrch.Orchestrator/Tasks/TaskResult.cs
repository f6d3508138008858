namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>What a task's work amounted to.</summary>
/// <param name="TokensIn">Prompt tokens; 0 while unknown.</param>
/// <param name="TokensOut">Generated tokens.</param>
/// <param name="Decode">From the first byte of the answer to its end.</param>
internal sealed record TaskResult(int TokensIn, int TokensOut, TimeSpan Decode);
