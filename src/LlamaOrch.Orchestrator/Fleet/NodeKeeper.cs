using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Ports;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Orchestrator.Fleet;

/// <summary>
/// Keeps who is in the fleet in the store, behind the fleet's back: many changes are one write, and a store that is
/// away costs the fleet nothing. For one activation of the fleet grain, and for its thread alone.
/// </summary>
internal sealed partial class NodeKeeper(INodeStore store, ILogger<NodeKeeper> logger)
{
    private readonly Dictionary<string, StoredNode> stored = new(StringComparer.Ordinal);
    private Task writing = Task.CompletedTask;
    private FleetState? next;
    private bool nextWithTimes;
    private bool isFailing;

    /// <summary>The nodes of before; comes before anything is kept.</summary>
    /// <exception cref="StorageException">The store can't be read.</exception>
    public async Task<IReadOnlyList<StoredNode>> ReadAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<StoredNode> nodes = await store.ReadAllAsync(cancellationToken);
        foreach (StoredNode node in nodes)
            stored[node.NodeId.Value] = node;
        return nodes;
    }

    /// <summary>
    /// Keeps the fleet as it is now. While the store fails, only calls with times try it again: they come at intervals.
    /// </summary>
    /// <param name="fleet">The fleet.</param>
    /// <param name="withTimes">Whether heartbeats alone are worth a write.</param>
    /// <returns>Done when it is kept or the store has failed; never fails.</returns>
    public Task KeepAsync(FleetState fleet, bool withTimes)
    {
        if (isFailing && !withTimes && writing.IsCompleted)
            return Task.CompletedTask;
        (next, nextWithTimes) = (fleet, nextWithTimes || withTimes);
        if (writing.IsCompleted)
            writing = WriteAsync();
        return writing;
    }

    private async Task WriteAsync()
    {
        try
        {
            while (next is FleetState fleet)
            {
                NodeStoreChange change = NodeStoreChange.Between(stored, fleet, nextWithTimes);
                (next, nextWithTimes) = (null, false);
                await WriteAsync(change);
            }
        }
        catch (Exception failure)
        {
            // Nobody waits for this who could do something about it, whatever it is. What is missing is found by the
            // next comparison.
            (next, nextWithTimes) = (null, false);
            if (!isFailing)
                LogNotKept(logger, failure);
            isFailing = true;
        }
    }

    private async Task WriteAsync(NodeStoreChange change)
    {
        if (change.IsEmpty)
            return;
        if (change.Saved.Count > 0)
            await store.SaveAsync(change.Saved, CancellationToken.None);
        foreach (StoredNode node in change.Saved)
            stored[node.NodeId.Value] = node;
        if (change.Deleted.Count > 0)
            await store.DeleteAsync(change.Deleted, CancellationToken.None);
        foreach (NodeId nodeId in change.Deleted)
            stored.Remove(nodeId.Value);
        if (isFailing)
            LogKeptAgain(logger);
        isFailing = false;
    }

    [LoggerMessage(2006, LogLevel.Warning,
        "Who is in the fleet could not be kept for a restart; the fleet goes on, and it is tried again",
        EventName = "nodes_not_kept")]
    private static partial void LogNotKept(ILogger logger, Exception failure);

    [LoggerMessage(2007, LogLevel.Information,
        "Who is in the fleet is kept for a restart again", EventName = "nodes_kept_again")]
    private static partial void LogKeptAgain(ILogger logger);
}
