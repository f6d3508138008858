using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Catalog;

namespace LlamaOrch.Core.Ports;

/// <summary>
/// Keeps registered models over restarts. Every method fails with <see cref="StorageException"/> when the store can't
/// do it; nothing is half done then.
/// </summary>
public interface ICatalogStore
{
    /// <summary>All models, in no order.</summary>
    ValueTask<IReadOnlyList<CatalogModel>> ReadAllAsync(CancellationToken cancellationToken);

    /// <summary>Keeps a model as it is now; durable when this returns.</summary>
    ValueTask SaveAsync(CatalogModel model, CancellationToken cancellationToken);

    /// <summary>Forgets a model; one that is not there is fine.</summary>
    ValueTask DeleteAsync(ModelId modelId, CancellationToken cancellationToken);
}
