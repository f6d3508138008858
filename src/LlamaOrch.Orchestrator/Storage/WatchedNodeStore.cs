using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Ports;
using LlamaOrch.Orchestrator.Metrics;

namespace LlamaOrch.Orchestrator.Storage;

/// <summary>
/// The store of nodes. It is written every half minute while there are any, so a database that takes no writes shows
/// here before a client is turned away. A write that works proves nothing: it may have needed no room.
/// </summary>
internal sealed class WatchedNodeStore(INodeStore store, StorageMetrics metrics) : INodeStore
{
    public ValueTask<IReadOnlyList<StoredNode>> ReadAllAsync(CancellationToken cancellationToken) =>
        store.ReadAllAsync(cancellationToken);

    public ValueTask SaveAsync(IReadOnlyList<StoredNode> nodes, CancellationToken cancellationToken) =>
        WriteAsync(store.SaveAsync(nodes, cancellationToken));

    public ValueTask DeleteAsync(IReadOnlyList<NodeId> nodeIds, CancellationToken cancellationToken) =>
        WriteAsync(store.DeleteAsync(nodeIds, cancellationToken));

    private async ValueTask WriteAsync(ValueTask write)
    {
        try
        {
            await write;
        }
        catch (StorageException)
        {
            metrics.IsWritable = false;
            throw;
        }
    }
}
