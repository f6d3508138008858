using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Tests.Scenes;
using Xunit;
using static LlamaOrch.Core.Tests.Scenes.FleetScene;

namespace LlamaOrch.Core.Tests.Fleet;

public sealed class RegistrationTests
{
    [Fact]
    public void A_node_that_registers_is_online_and_its_pools_are_polled()
    {
        var fleet = new FleetScene();

        Assert.Null(fleet.Register("n1", Report("p1"), Report("p2")));

        Assert.Equal(NodeState.Online, fleet.Node("n1").State);
        Assert.Equal(
            [new("p1"), new PoolId("p2")],
            fleet.Effects.OfType<FleetEffect.PollPool>().Select(poll => poll.PoolId));
    }

    [Fact]
    public void A_pool_takes_no_work_until_a_poll_has_reached_it()
    {
        var fleet = new FleetScene();
        fleet.Register("n1", Report("p1"));
        Assert.False(fleet.Snapshot.Pools[0].Available);

        fleet.Poll("n1", Report("p1"));

        Assert.True(fleet.Snapshot.Pools[0].Available);
    }

    [Fact]
    public void A_node_that_registers_again_after_a_restart_replaces_itself()
    {
        FleetScene fleet = new FleetScene().Serve("n1", Report("p1"), Report("p2"));

        Assert.Null(fleet.Register("n1", Report("p1")));

        Assert.Equal("p1", Assert.Single(fleet.Snapshot.Pools).PoolId.Value);
        Assert.False(fleet.Snapshot.Pools[0].Available);
        Assert.False(fleet.State.PoolOwners.ContainsKey(new PoolId("p2")));
    }

    [Fact]
    public void The_same_name_on_another_machine_is_a_conflict_while_the_first_lives()
    {
        FleetScene fleet = new FleetScene().Serve("n1", Report("p1"));
        RegisterNodeRequest other = Registration("n1", Report("p1")) with { MachineId = "another" };

        Assert.Equal("CONFLICT", fleet.Happens(new FleetEvent.Registered(other))!.Code);

        fleet.Pass(fleet.Limits.StaleAfter + TimeSpan.FromSeconds(2));
        Assert.Null(fleet.Happens(new FleetEvent.Registered(other)));
    }

    [Fact]
    public void A_pool_id_of_another_living_node_is_a_conflict()
    {
        FleetScene fleet = new FleetScene().Serve("n1", Report("p1"));

        Assert.Equal("CONFLICT", fleet.Register("n2", Report("p1"))!.Code);
        Assert.False(fleet.State.Nodes.ContainsKey("n2"));
    }

    [Fact]
    public void A_pool_that_moves_off_an_offline_node_is_in_the_fleet_once()
    {
        FleetScene fleet = new FleetScene().Serve("n1", Report("p1"));
        fleet.Pass(fleet.Limits.StaleAfter + TimeSpan.FromSeconds(2));

        fleet.Serve("n2", Report("p1"));

        PoolSnapshot pool = Assert.Single(fleet.Snapshot.Pools);
        Assert.Equal("n2", pool.NodeId.Value);
        fleet.Happens(new FleetEvent.Deregistered(new NodeId("n1")));
        Assert.Single(fleet.Snapshot.Pools);
    }

    [Fact]
    public void The_limit_of_nodes_holds_at_the_bound_and_known_nodes_come_back()
    {
        FleetScene fleet = new FleetScene(new FleetLimits { NodesMax = 1 }).Serve("n1");

        Assert.Equal("QUOTA_EXCEEDED", fleet.Register("n2")!.Code);
        Assert.Null(fleet.Register("n1"));
    }

    [Fact]
    public void The_limit_of_pools_holds_at_the_bound()
    {
        var fleet = new FleetScene(new FleetLimits { PoolsPerNodeMax = 2 });

        Assert.Equal("pools", fleet.Register("n1", Report("a"), Report("b"), Report("c"))!.Field);
        Assert.Null(fleet.Register("n1", Report("a"), Report("b")));
    }

    [Theory]
    [InlineData("ftp://host:1")]
    [InlineData("http://host:1/path")]
    [InlineData("http://user@host:1")]
    [InlineData("http://host:1/?q=1")]
    [InlineData("relative")]
    public void An_address_that_is_no_bare_http_url_is_refused(string address)
    {
        var url = new Uri(address, UriKind.RelativeOrAbsolute);
        RegisterNodeRequest request = Registration("n1") with { Address = url };

        Assert.Equal("address", new FleetScene().Happens(new FleetEvent.Registered(request))!.Field);
    }

    [Fact]
    public void A_deregistered_node_is_gone_with_its_pools_and_unknown_ones_are_not_found()
    {
        FleetScene fleet = new FleetScene().Serve("n1", Report("p1"));

        Assert.Null(fleet.Happens(new FleetEvent.Deregistered(new NodeId("n1"))));

        Assert.Empty(fleet.Snapshot.Nodes);
        Assert.Empty(fleet.Snapshot.Pools);
        Assert.Empty(fleet.State.PoolOwners);
        Assert.Equal("NOT_FOUND", fleet.Happens(new FleetEvent.Deregistered(new NodeId("n1")))!.Code);
        Assert.Equal("NOT_FOUND", fleet.Heartbeat("n1")!.Code);
    }

    public static TheoryData<string, PoolReport?> BadReports => new()
    {
        { "pools.pool_id", null },
        { "pools.pool_id", Report("p") with { PoolId = default } },
        { "pools.engine", Report("p") with { Engine = "made-up" } },
        { "pools.slots_total", Report("p") with { SlotsTotal = PoolLimits.SlotsMax + 1 } },
        { "pools.slots_total", Report("p") with { SlotsTotal = -1 } },
        { "pools.slots_free", Report("p") with { SlotsTotal = 1, SlotsFree = 2 } },
        { "pools.context_tokens", Report("p") with { ContextTokens = -1 } },
        { "pools.vram_total_bytes", Report("p") with { VramFreeBytes = -1 } },
        { "pools.active_leases", Report("p") with { ActiveLeases = new LeaseId[PoolLimits.SlotsMax + 1] } },
        { "pools.models_available", Report("p") with { ModelsAvailable = new ModelId[PoolLimits.ModelsMax + 1] } },
        { "pools.last_error", Report("p") with { LastError = new string('x', PoolLimits.TextLengthMax + 1) } },
    };

    [Theory]
    [MemberData(nameof(BadReports), DisableDiscoveryEnumeration = true)]
    public void A_report_outside_its_bounds_is_refused_by_field(string field, PoolReport? report)
    {
        var fleet = new FleetScene();

        Assert.Equal(field, fleet.Register("n1", report!)!.Field);
        Assert.Empty(fleet.State.Nodes);
    }

    [Fact]
    public void A_pool_listed_twice_is_refused()
    {
        Assert.Equal(
            ErrorCode.InvalidParams.WireName(), new FleetScene().Register("n1", Report("p"), Report("p"))!.Code);
    }
}
