namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>What a schema demands of objects.</summary>
internal sealed class ObjectRules
{
    /// <summary>Properties at least.</summary>
    public int Min { get; set; }

    /// <summary>Properties at most; null is without end.</summary>
    public int? Max { get; set; }

    /// <summary>Names that must be there, in the order in which they were demanded.</summary>
    public List<string> Required { get; } = [];

    /// <summary>What each schema says of the properties.</summary>
    public List<ObjectPart> Parts { get; } = [];

    /// <summary>Schemas that every name must follow.</summary>
    public List<SchemaNode> Names { get; } = [];

    /// <summary>What properties must follow that no schema describes; null where nothing is said.</summary>
    public SchemaNode? Unevaluated { get; set; }

    /// <summary>Whether nothing is demanded.</summary>
    public bool IsBlank =>
        Min == 0 && Max is null && Required.Count == 0 && Parts.Count == 0 && Names.Count == 0
        && Unevaluated is null;
}
