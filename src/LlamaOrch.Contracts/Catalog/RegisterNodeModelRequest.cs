using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Contracts.Catalog;

/// <summary><c>POST /v2/models</c> of a node: a file of its <c>models_dir</c> is a model from now on.</summary>
public sealed record RegisterNodeModelRequest
{
    /// <summary>The model's name for clients.</summary>
    public required ModelId ModelId { get; init; }

    /// <summary>The file: absolute, or below <c>models_dir</c>.</summary>
    public required string Path { get; init; }

    /// <summary>What its digest must be. Default: whatever it is.</summary>
    public string? Digest { get; init; }
}
