using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Orchestrator.Fleet;
using LlamaOrch.Orchestrator.Tests.Scenes;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Fleet;

[Trait("lane", "unit")]
public sealed class NodeKeeperTests
{
    private readonly FaultyNodeStore store = new();
    private readonly LoggedEvents<NodeKeeper> log = new();
    private readonly NodeKeeper keeper;
    private FleetState fleet = FleetState.Empty;
    private DateTimeOffset now = DateTimeOffset.UnixEpoch;

    public NodeKeeperTests() => keeper = new NodeKeeper(store, log);

    [Fact]
    public async Task Who_joins_is_kept_who_leaves_is_not_and_heartbeats_alone_are_no_write()
    {
        Register("n1");
        await keeper.KeepAsync(fleet, withTimes: false);
        now += TimeSpan.FromSeconds(10);
        Happens(new FleetEvent.HeartbeatReceived(new NodeId("n1"), []));
        await keeper.KeepAsync(fleet, withTimes: false);
        Assert.Equal(DateTimeOffset.UnixEpoch, store.Nodes["n1"].LastHeartbeat);
        Assert.Equal(1, store.Attempts);

        await keeper.KeepAsync(fleet, withTimes: true);
        Assert.Equal(now, store.Nodes["n1"].LastHeartbeat);

        Happens(new FleetEvent.Deregistered(new NodeId("n1")));
        await keeper.KeepAsync(fleet, withTimes: false);
        Assert.Empty(store.Nodes);
    }

    [Fact]
    public async Task What_was_kept_by_an_earlier_life_and_has_left_is_deleted()
    {
        Register("n1");
        await keeper.KeepAsync(fleet, withTimes: false);
        var next = new NodeKeeper(store, log);

        Assert.Equal("n1", Assert.Single(await next.ReadAsync(default)).NodeId.Value);
        await next.KeepAsync(FleetState.Empty, withTimes: false);

        Assert.Empty(store.Nodes);
    }

    [Fact]
    public async Task Changes_during_a_write_are_one_write_after_it()
    {
        var gate = new TaskCompletionSource();
        store.Gate = gate.Task;
        Register("n0");
        Task first = keeper.KeepAsync(fleet, withTimes: false);
        for (int index = 1; index <= 20; index++)
        {
            Register($"n{index}");
            _ = keeper.KeepAsync(fleet, withTimes: false);
        }

        gate.SetResult();
        await first;

        Assert.Equal(21, store.Nodes.Count);
        Assert.Equal(2, store.Attempts);
    }

    [Fact]
    public async Task A_store_that_is_away_is_said_once_and_tried_again_at_intervals_only()
    {
        store.IsFull = true;
        Register("n1");
        await keeper.KeepAsync(fleet, withTimes: false);
        Register("n2");
        await keeper.KeepAsync(fleet, withTimes: false);
        Assert.Equal(1, store.Attempts);
        await keeper.KeepAsync(fleet, withTimes: true);
        Assert.Equal(2, store.Attempts);
        Assert.Equal([2006], log.Ids);

        store.IsFull = false;
        await keeper.KeepAsync(fleet, withTimes: true);

        Assert.Equal(["n1", "n2"], store.Nodes.Keys);
        Assert.Equal([2006, 2007], log.Ids);
        Register("n3");
        await keeper.KeepAsync(fleet, withTimes: false);
        Assert.True(store.Nodes.ContainsKey("n3"));
    }

    private void Register(string node) => Happens(new FleetEvent.Registered(new RegisterNodeRequest
    {
        NodeId = new NodeId(node),
        MachineId = "machine",
        Address = new Uri($"http://{node}:9200"),
        Version = "1",
        Capabilities = new NodeCapabilities([], 1, 1),
        Pools = [],
    }));

    private void Happens(FleetEvent happened)
    {
        FleetDecision decision = FleetDecisions.Decide(fleet, happened, now, new FleetLimits());
        Assert.Null(decision.Refusal);
        fleet = decision.State;
    }
}
