namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>What became of a schema.</summary>
/// <param name="Grammar">GBNF that the answer must follow.</param>
/// <param name="Hints">What the grammar does not hold, as places and keywords; empty where it holds everything.</param>
internal sealed record CompiledSchema(string Grammar, IReadOnlyList<string> Hints);
