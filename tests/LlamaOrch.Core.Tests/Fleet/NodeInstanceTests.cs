using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Tests.Scenes;
using Xunit;
using static LlamaOrch.Core.Tests.Scenes.FleetScene;

namespace LlamaOrch.Core.Tests.Fleet;

/// <summary>Which of several agents with one node id is the node.</summary>
public sealed class NodeInstanceTests
{
    private readonly FleetScene fleet = new();

    [Fact]
    public void A_second_agent_on_the_same_machine_is_refused_while_the_first_is_alive()
    {
        Assert.Null(Register("a"));

        ErrorBody? refusal = Register("b", port: 9201);

        Assert.Equal("CONFLICT", refusal!.Code);
        Assert.Equal("a", fleet.Node("n1").InstanceId);
        Assert.Equal(9201, fleet.Node("n1").Conflict!.Address.Port);
        Assert.Null(Beat("a"));
    }

    [Fact]
    public void A_refused_agents_heartbeats_and_goodbye_change_nothing()
    {
        Register("a");
        Register("b", port: 9201);

        Assert.Equal("CONFLICT", Beat("b")!.Code);
        Assert.IsType<FleetEffect.NodeIdTaken>(Assert.Single(fleet.Effects));
        Assert.Equal("CONFLICT", Leave("b")!.Code);

        Assert.Equal("p1", Assert.Single(fleet.Node("n1").Pools).Key);
        Assert.Null(Leave("a"));
        Assert.Empty(fleet.State.Nodes);
    }

    [Fact]
    public void An_operator_may_remove_a_node_without_knowing_its_run()
    {
        Register("a");

        Assert.Null(Leave(instance: null));
        Assert.Empty(fleet.State.Nodes);
    }

    [Fact]
    public void A_conflict_is_told_once_counted_each_time_and_forgotten_when_the_claims_end()
    {
        Register("a");
        Register("b", port: 9201);
        Assert.NotNull(Assert.Single(fleet.Effects.OfType<FleetEffect.NodeIdTaken>()).News);
        Register("b", port: 9201);
        Assert.Null(Assert.Single(fleet.Effects.OfType<FleetEffect.NodeIdTaken>()).News);

        for (int beats = 0; beats < 4; beats++)
        {
            fleet.Pass(fleet.Limits.HeartbeatInterval);
            Assert.Null(Beat("a"));
        }

        Assert.Null(fleet.Node("n1").Conflict);
        Assert.Equal(NodeState.Online, fleet.Node("n1").State);
    }

    [Fact]
    public void A_restarted_agent_that_knows_its_predecessor_takes_over_at_once_and_the_old_run_can_not_come_back()
    {
        Register("a");

        Assert.Null(Register("b", port: 9201, replaces: ["older", "a"]));

        Assert.Equal("b", fleet.Node("n1").InstanceId);
        Assert.Equal("CONFLICT", Beat("a")!.Code);
        Assert.Equal("CONFLICT", Register("a")!.Code);
        Assert.Null(Beat("b"));
    }

    [Fact]
    public void A_restarted_agent_on_the_same_address_takes_over_at_once()
    {
        Register("a");

        Assert.Null(Register("b"));

        Assert.Equal("b", fleet.Node("n1").InstanceId);
        Assert.Equal("CONFLICT", Register("a")!.Code);
    }

    [Fact]
    public void The_same_run_may_register_again_also_from_another_address()
    {
        Register("a");

        Assert.Null(Register("a", port: 9201));
    }

    [Fact]
    public void Another_machine_with_a_volume_of_the_first_takes_over_at_once_and_one_without_waits_until_it_is_stale()
    {
        Register("a");
        Assert.Equal("CONFLICT", Register("b", machine: "container-2")!.Code);
        Assert.Null(Register("c", machine: "container-3", replaces: ["a"]));

        Assert.Equal("CONFLICT", Register("b", machine: "container-2")!.Code);
        fleet.Pass(fleet.Limits.StaleAfter + TimeSpan.FromSeconds(2));
        Assert.Null(Register("b", machine: "container-2"));
    }

    [Fact]
    public void A_run_that_was_taken_for_gone_is_refused_once_another_has_its_place()
    {
        Register("a");
        fleet.Pass(fleet.Limits.StaleAfter + TimeSpan.FromSeconds(2));
        Assert.Null(Register("b", machine: "another", port: 9201));

        Assert.Equal("CONFLICT", Beat("a")!.Code);
        Assert.Equal("CONFLICT", Register("a")!.Code);
    }

    [Fact]
    public void An_agent_that_does_not_tell_its_run_is_told_apart_by_its_machine()
    {
        Register(instance: null);
        Assert.Null(Register(instance: null, port: 9201));
        Assert.Null(Register("a", port: 9202));

        Assert.Equal("CONFLICT", Beat(instance: null)!.Code);
        Assert.Equal("CONFLICT", Register(instance: null)!.Code);
    }

    [Fact]
    public void The_runs_that_are_remembered_and_named_are_bounded()
    {
        for (int run = 0; run < 100; run++)
            Assert.Null(Register($"run-{run}"));
        Assert.Equal(16, fleet.Node("n1").Replaced.Count);

        string[] many = [.. Enumerable.Range(0, 17).Select(run => $"run-{run}")];
        Assert.Equal("replaces_instances", Register("x", replaces: many)!.Field);
        Assert.Equal("instance_id", Register("not an id")!.Field);
    }

    private ErrorBody? Register(
        string? instance, string machine = "machine-of-n1", int port = 9200, string[]? replaces = null) =>
        fleet.Happens(new FleetEvent.Registered(Registration("n1", Report("p1")) with
        {
            MachineId = machine,
            Address = new Uri($"http://n1:{port}"),
            InstanceId = instance,
            ReplacesInstances = replaces,
        }));

    private ErrorBody? Beat(string? instance) => fleet.Happens(
        new FleetEvent.HeartbeatReceived(new NodeId("n1"), [Report("p1")], InstanceId: instance));

    private ErrorBody? Leave(string? instance) =>
        fleet.Happens(new FleetEvent.Deregistered(new NodeId("n1"), instance));
}
