namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>What a schema demands of arrays.</summary>
internal sealed class ArrayRules
{
    /// <summary>Items at least.</summary>
    public int Min { get; set; }

    /// <summary>Items at most; null is without end.</summary>
    public int? Max { get; set; }

    /// <summary>The place that demands items of different values; null where none does.</summary>
    public string? UniquePath { get; set; }

    /// <summary>For each schema, the first items one by one and then all others; null where it says nothing.</summary>
    public List<(IReadOnlyList<SchemaNode> First, SchemaNode? Others)> Parts { get; } = [];

    /// <summary>What items must follow that no schema describes; null where nothing is said.</summary>
    public SchemaNode? Unevaluated { get; set; }

    /// <summary>Whether nothing is demanded.</summary>
    public bool IsBlank =>
        Min == 0 && Max is null && UniquePath is null && Parts.Count == 0 && Unevaluated is null;
}
