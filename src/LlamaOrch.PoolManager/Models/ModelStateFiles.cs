using LlamaOrch.PoolManager.Configuration;

namespace LlamaOrch.PoolManager.Models;

/// <summary>Where the node keeps what it knows of models.</summary>
internal sealed class ModelStateFiles(DataDirectory data)
{
    /// <summary>Digests that were computed.</summary>
    public StateFile<KnownDigest> Digests { get; } = new(
        Path.Combine(data.Path, "model-digests.json"), ModelsJsonContext.Default.IReadOnlyListKnownDigest);

    /// <summary>Files that were registered.</summary>
    public StateFile<NodeModel> Models { get; } = new(
        Path.Combine(data.Path, "models.json"), ModelsJsonContext.Default.IReadOnlyListNodeModel);
}
