using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Cli.Home;

/// <summary>What the pools of the home serve.</summary>
/// <param name="Model">The model's name for clients.</param>
internal abstract record ServedEngine(ModelId Model)
{
    /// <summary>Engines of our own, children of this process.</summary>
    /// <param name="Model">The model's name for clients.</param>
    /// <param name="File">The GGUF, an absolute path.</param>
    internal sealed record Embedded(ModelId Model, string File) : ServedEngine(Model);

    /// <summary>A server that runs already.</summary>
    /// <param name="Model">The model's name as that server says it.</param>
    /// <param name="Url">Where it answers.</param>
    internal sealed record Attached(ModelId Model, Uri Url) : ServedEngine(Model);
}
