using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Fleet;

namespace LlamaOrch.Core.Ports;

/// <summary>
/// Keeps who is in the fleet over restarts, so that a node that died meanwhile is missed. Every method fails with
/// <see cref="StorageException"/> when the store can't do it; nothing is half done then.
/// </summary>
public interface INodeStore
{
    /// <summary>All nodes, in no order.</summary>
    ValueTask<IReadOnlyList<StoredNode>> ReadAllAsync(CancellationToken cancellationToken);

    /// <summary>Keeps nodes of different ids as they are now; durable when this returns.</summary>
    ValueTask SaveAsync(IReadOnlyList<StoredNode> nodes, CancellationToken cancellationToken);

    /// <summary>Forgets nodes; those that are not there are fine.</summary>
    ValueTask DeleteAsync(IReadOnlyList<NodeId> nodeIds, CancellationToken cancellationToken);
}
