using Xunit;

namespace LlamaOrch.Ops.Tests.Live.Incidents;

public sealed class WrongTokenTests
{
    // A node tries every five seconds at most, whatever the factor: a window must see several tries.
    private const int Factor = 10;

    [Fact]
    public async Task Node_with_a_wrong_token_is_seen_by_its_registrations_until_it_gets_the_right_one()
    {
        await using IncidentFleet fleet = await IncidentFleet.StartAsync(Factor);
        NodeAgent node = fleet.Nodes[1];
        var incident = new Incident(fleet, "NodeHeartbeatStalled");

        await node.KillAsync();
        await fleet.StartNodeAsync(node, "a-token-of-yesterday");

        await incident.FiresAsync("NodeHeartbeatStalled", "node_id", node.NodeId);
        await incident.FiresAsync("HighRegistrationFailureRate");
        await node.KillAsync();
        await fleet.StartNodeAsync(node);
        await incident.ResolvesAsync("NodeHeartbeatStalled", "HighRegistrationFailureRate");
    }
}
