namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>Schemas of which a value follows one.</summary>
/// <param name="Key">Where they stand, as a JSON pointer.</param>
/// <param name="Options">The schemas.</param>
internal sealed record SchemaChoice(string Key, IReadOnlyList<SchemaNode> Options);
