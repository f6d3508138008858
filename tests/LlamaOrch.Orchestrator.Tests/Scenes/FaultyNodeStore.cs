using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Ports;

namespace LlamaOrch.Orchestrator.Tests.Scenes;

/// <summary>A store of nodes in memory, whose disk can be full or slow.</summary>
internal sealed class FaultyNodeStore : INodeStore
{
    private readonly Dictionary<string, StoredNode> nodes = new(StringComparer.Ordinal);

    /// <summary>Whether nothing can be written.</summary>
    public bool IsFull { get; set; }

    /// <summary>Done when a write may go on.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Writes that were tried.</summary>
    public int Attempts { get; private set; }

    /// <summary>What is kept, by id.</summary>
    public IReadOnlyDictionary<string, StoredNode> Nodes => nodes;

    public ValueTask<IReadOnlyList<StoredNode>> ReadAllAsync(CancellationToken cancellationToken) =>
        new([.. nodes.Values]);

    public async ValueTask SaveAsync(IReadOnlyList<StoredNode> saved, CancellationToken cancellationToken)
    {
        await WriteAsync();
        foreach (StoredNode node in saved)
            nodes[node.NodeId.Value] = node;
    }

    public async ValueTask DeleteAsync(IReadOnlyList<NodeId> nodeIds, CancellationToken cancellationToken)
    {
        await WriteAsync();
        foreach (NodeId nodeId in nodeIds)
            nodes.Remove(nodeId.Value);
    }

    private async Task WriteAsync()
    {
        Attempts++;
        await Gate;
        if (IsFull)
            throw new StorageException("The disk is full.");
    }
}
