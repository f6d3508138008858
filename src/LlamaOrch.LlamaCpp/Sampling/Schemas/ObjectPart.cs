namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>What one schema says of an object's properties.</summary>
/// <param name="Properties">Those that it names, in its order.</param>
/// <param name="Patterns">Those whose names match a regular expression.</param>
/// <param name="Further">All others; null where it says nothing of them.</param>
internal sealed record ObjectPart(
    IReadOnlyList<(string Name, SchemaNode Value)> Properties,
    IReadOnlyList<(string Pattern, SchemaNode Value)> Patterns,
    SchemaNode? Further);
