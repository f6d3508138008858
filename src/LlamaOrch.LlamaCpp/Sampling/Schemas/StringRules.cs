namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>What a schema demands of strings.</summary>
internal sealed class StringRules
{
    /// <summary>Characters at least.</summary>
    public int Min { get; set; }

    /// <summary>Characters at most; null is without end.</summary>
    public int? Max { get; set; }

    /// <summary>Regular expressions that must match, or must not, with the place that says so.</summary>
    public List<(string Pattern, bool IsNegative, string Path)> Patterns { get; } = [];

    /// <summary>Named formats, with the place that says so.</summary>
    public List<(string Name, string Path)> Formats { get; } = [];

    /// <summary>Whether nothing is demanded.</summary>
    public bool IsBlank => Min == 0 && Max is null && Patterns.Count == 0 && Formats.Count == 0;
}
