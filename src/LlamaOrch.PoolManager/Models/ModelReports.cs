using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.PoolManager.Pools;

namespace LlamaOrch.PoolManager.Models;

/// <summary>What the node says of its model files.</summary>
internal sealed class ModelReports(
    PoolDirectory pools, ModelRegistry registry, ModelDigests digests, ModelsDirectory directory)
{
    /// <summary>
    /// The file of a pool, under the name by which the pool serves it; none for an attached engine. While an engine
    /// runs it is the file that it has loaded, whatever stands at the path by now.
    /// </summary>
    public IReadOnlyList<ModelReport> Of(Pool pool, ModelId? serves)
    {
        if (serves is not ModelId model || pool.Spec?.ModelPath is not { Length: > 0 } path)
            return [];
        ModelFileFacts? facts = digests.Find(path);
        if (pool.Loaded is LoadedFile loaded)
        {
            if (facts?.Fingerprint == loaded.Fingerprint)
                loaded.Digest ??= facts.Digest;
            Sha256Digest? digest = loaded.IsIntact ? loaded.Digest : null;
            return [new ModelReport(model, loaded.Fingerprint.SizeBytes, digest)];
        }

        return facts is null ? [] : [new ModelReport(model, facts.Fingerprint.SizeBytes, facts.Digest)];
    }

    /// <summary>The files that no pool serves and that are what they were registered as, or may be.</summary>
    public IReadOnlyList<ModelReport> Staged()
    {
        HashSet<ModelId?> served = [.. pools.All.Select(pool => pool.Spec?.ModelId)];
        return
        [
            .. from model in registry.All
               where !served.Contains(model.ModelId)
               let facts = digests.Find(model.Path)
               where StateOf(facts, model.Digest) is not (NodeModelState.Missing or NodeModelState.Mismatch)
               select new ModelReport(model.ModelId, facts.Fingerprint.SizeBytes, facts.Digest),
        ];
    }

    /// <summary>All files, by id of their models: those of pools, and those that were registered.</summary>
    public IReadOnlyList<NodeModelView> All() =>
    [
        .. registry.All.Select(ViewOf)
            .Concat(pools.All
                .Where(pool => pool.Spec is { ModelPath.Length: > 0, ModelId: ModelId own }
                    && registry.Find(own) is null)
                .DistinctBy(pool => (pool.Spec!.ModelId, pool.Spec.ModelPath))
                .Select(pool => ViewOf(new NodeModel(pool.Spec!.ModelId!.Value, pool.Spec.ModelPath))))
            .OrderBy(model => model.ModelId.Value, StringComparer.Ordinal),
    ];

    /// <summary>One file.</summary>
    public NodeModelView ViewOf(NodeModel model)
    {
        ModelFileFacts? facts = digests.Find(model.Path);
        return new NodeModelView
        {
            ModelId = model.ModelId,
            State = StateOf(facts, model.Digest),
            File = directory.NameOf(model.Path),
            SizeBytes = facts?.Fingerprint.SizeBytes,
            Digest = facts?.Digest,
            ExpectedDigest = model.Digest,
            Pools = [.. pools.All.Where(pool => pool.Spec?.ModelPath == model.Path).Select(pool => pool.PoolId)],
        };
    }

    private static NodeModelState StateOf(ModelFileFacts? facts, Sha256Digest? demanded)
    {
        if (facts is null)
            return NodeModelState.Missing;
        if (facts.Digest is not Sha256Digest found)
            return NodeModelState.Pending;
        if (demanded is null)
            return NodeModelState.Unpinned;
        return found == demanded ? NodeModelState.Verified : NodeModelState.Mismatch;
    }
}
