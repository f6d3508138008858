using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Ports;
using Xunit;

namespace LlamaOrch.Storage.Tests.Fleet;

/// <summary>What every store of nodes must do; a class for each store runs all of it.</summary>
[Trait("lane", "integration")]
public abstract class NodeStoreTests : IAsyncLifetime
{
    private readonly List<IDisposable> opened = [];

    /// <summary>Opens the store of this test, again what it had before.</summary>
    protected abstract (INodeStore Nodes, IDisposable Store) Open();

    [Fact]
    public async Task Nodes_come_back_as_they_were_saved_last_over_restarts_too()
    {
        StoredNode odd = Node("odd") with
        {
            Address = new Uri("https://[::1]:9200"),
            Version = "1.2 'quoted' \0 ü",
            LastHeartbeat = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.Zero).AddTicks(9012),
        };
        INodeStore store = Restart();
        await store.SaveAsync([Node("a"), odd with { Version = "0" }], default);
        await store.SaveAsync([odd, Node("b")], default);

        IReadOnlyList<StoredNode> found = await Restart().ReadAllAsync(default);

        Assert.Equal(
            [Node("a"), Node("b"), odd], found.OrderBy(node => node.NodeId.Value, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nodes_that_were_deleted_are_gone_and_deleting_them_again_is_fine()
    {
        INodeStore store = Restart();
        await store.SaveAsync([Node("a"), Node("b"), Node("c")], default);
        await store.DeleteAsync([new NodeId("a"), new NodeId("c"), new NodeId("never")], default);
        await store.DeleteAsync([new NodeId("a")], default);

        Assert.Equal(Node("b"), Assert.Single(await Restart().ReadAllAsync(default)));
    }

    [Fact]
    public async Task As_many_nodes_as_a_fleet_may_have_are_one_write()
    {
        int most = new FleetLimits().NodesMax;
        INodeStore store = Restart();
        await store.SaveAsync([.. Enumerable.Range(0, most).Select(index => Node($"n{index}"))], default);

        Assert.Equal(most, (await store.ReadAllAsync(default)).Count);
    }

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual ValueTask DisposeAsync()
    {
        opened.ForEach(store => store.Dispose());
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private static StoredNode Node(string id) => new(
        new NodeId(id),
        new Uri("http://10.0.0.1:9200"),
        "1.0",
        new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));

    private INodeStore Restart()
    {
        opened.ForEach(store => store.Dispose());
        opened.Clear();
        (INodeStore nodes, IDisposable store) = Open();
        opened.Add(store);
        return nodes;
    }
}
