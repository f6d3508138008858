namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>Through which schemas one was reached that stands in the same place of the answer.</summary>
/// <param name="Path">The schema that referred to it.</param>
/// <param name="Before">The one before that.</param>
internal sealed record SchemaOrigin(string Path, SchemaOrigin? Before)
{
    /// <summary>Whether a schema is among these.</summary>
    public bool Holds(string path) => Path == path || (Before?.Holds(path) ?? false);
}
