using System.Collections.Concurrent;
using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.PoolManager.Models;

/// <summary>The files that were registered as models of this node, kept over restarts.</summary>
internal sealed class ModelRegistry
{
    /// <summary>Most registered files; the control plane takes no more of one node.</summary>
    public const int ModelsMax = 1024;

    private readonly ConcurrentDictionary<ModelId, NodeModel> models = new();
    private readonly Lock gate = new();

    /// <summary>All of them, by id.</summary>
    public IReadOnlyList<NodeModel> All =>
        [.. models.Values.OrderBy(model => model.ModelId.Value, StringComparer.Ordinal)];

    /// <summary>The model of an id; null when there is none.</summary>
    public NodeModel? Find(ModelId modelId) => models.GetValueOrDefault(modelId);

    /// <summary>Takes what an earlier life has kept.</summary>
    public void Remember(IEnumerable<NodeModel> earlier)
    {
        foreach (NodeModel model in earlier.Take(ModelsMax))
            models.TryAdd(model.ModelId, model);
    }

    /// <summary>Adds a model, once it is on disk; false when there are too many.</summary>
    /// <exception cref="IOException">It can't be kept; nothing has changed.</exception>
    public bool Add(NodeModel model, StateFile<NodeModel> file)
    {
        lock (gate)
        {
            if (models.Count >= ModelsMax && !models.ContainsKey(model.ModelId))
                return false;
            file.Write([.. All.Where(kept => kept.ModelId != model.ModelId), model]);
            models[model.ModelId] = model;
            return true;
        }
    }

    /// <summary>Removes a model, once that is on disk; false when there is none. Its file stays.</summary>
    /// <exception cref="IOException">That can't be kept; nothing has changed.</exception>
    public bool Remove(ModelId modelId, StateFile<NodeModel> file)
    {
        lock (gate)
        {
            if (!models.ContainsKey(modelId))
                return false;
            file.Write([.. All.Where(kept => kept.ModelId != modelId)]);
            return models.TryRemove(modelId, out _);
        }
    }
}
