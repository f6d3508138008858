using LlamaOrch.Core.Catalog;
using Orleans.Concurrency;

namespace LlamaOrch.Orchestrator.Grains;

/// <summary>The registered models: one activation in the cluster, key 0.</summary>
internal interface ICatalogGrain : IGrainWithIntegerKey
{
    /// <summary>Takes one event; when this returns, the fleet goes by it.</summary>
    ValueTask<Immutable<CatalogDecision>> ApplyAsync(Immutable<CatalogEvent> happened);

    /// <summary>The catalog as it is kept. Interleaves: the fleet asks for it while it is told of a change.</summary>
    [AlwaysInterleave]
    ValueTask<Immutable<CatalogSnapshot>> ReadAsync();
}
