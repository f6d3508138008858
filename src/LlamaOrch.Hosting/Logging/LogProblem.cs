namespace LlamaOrch.Hosting.Logging;

/// <summary>Something that is wrong with log settings.</summary>
/// <param name="Field">The setting.</param>
/// <param name="Rule">Its value and what it must be.</param>
public sealed record LogProblem(string Field, string Rule)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Field}: {Rule}";
}
