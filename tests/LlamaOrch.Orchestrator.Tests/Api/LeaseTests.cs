using System.Net.Http.Json;
using LlamaOrch.Contracts.Http;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Orchestrator.Dispatch;
using LlamaOrch.Orchestrator.Tests.Scenes;
using LlamaOrch.TestKit.Waiting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

/// <summary>Slots whose holders have vanished, on either side.</summary>
[Trait("lane", "integration")]
public sealed class LeaseTests
{
    [Fact]
    public async Task A_heartbeat_is_told_which_leases_have_no_owner_and_not_of_those_that_have()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync();
        await using FakeNode node = await plane.JoinAsync(await FakeNode.StartAsync("n1", "m", 2));
        node.Infer = (_, context) => NodeAnswers.HangAsync(context);
        await plane.SubmitAsync("m");
        await Eventually.HoldsAsync("the node has it", () => node.Dispatches.Count == 1);
        var owned = new LeaseId(node.Dispatches[0].Headers[LlorchHeaders.LeaseId]);
        var orphaned = new LeaseId("earlier-life");
        Hold(node, owned, orphaned);

        HeartbeatResponse answer = await HeartbeatAsync(plane, node);

        OrphanedLease orphan = Assert.Single(answer.OrphanedLeases!);
        Assert.Equal((node.Pool, orphaned), (orphan.PoolId.Value, orphan.LeaseId));
        Hold(node, owned);
        Assert.Null((await HeartbeatAsync(plane, node)).OrphanedLeases);
    }

    [Fact]
    public async Task A_slot_that_its_node_does_not_hold_any_more_is_lent_again()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync(("heartbeat_interval_ms", 200));
        await using FakeNode node = await plane.JoinAsync(await FakeNode.StartAsync("n1", "m", 1));
        ISlotBroker broker = plane.Services.GetRequiredService<ISlotBroker>();
        // As from a replica that is killed before it sends its request.
        SlotTicket lost = await broker.RequestAsync(
            new SlotRequest { TaskId = new TaskId("lost"), ModelId = new ModelId("m") }, bodyBytes: 0);
        Assert.IsType<SlotAnswer.Granted>(lost.Answer);
        Task<HttpResponseMessage> waiting = plane.ChatAsync("m");

        await Eventually.HoldsAsync("the slot has come back", async () =>
        {
            await HeartbeatAsync(plane, node);
            return waiting.IsCompleted;
        });

        Assert.Equal(200, (int)(await waiting).StatusCode);
    }

    private static void Hold(FakeNode node, params LeaseId[] leases) =>
        node.Reports[node.Pool] = node.Reports[node.Pool] with
        {
            ActiveLeases = leases,
            SlotsFree = node.Reports[node.Pool].SlotsTotal - leases.Length,
        };

    private static async Task<HeartbeatResponse> HeartbeatAsync(ControlPlane plane, FakeNode node)
    {
        using HttpResponseMessage response = await node.HeartbeatAsync(plane.Http);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync(ContractsJsonContext.Default.HeartbeatResponse))!;
    }
}
