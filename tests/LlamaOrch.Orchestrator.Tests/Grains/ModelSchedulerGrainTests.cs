using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Orchestrator.Dispatch;
using LlamaOrch.Orchestrator.Fleet;
using LlamaOrch.Orchestrator.Tests.Scenes;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Grains;

[Trait("lane", "integration")]
public sealed class ModelSchedulerGrainTests
{
    [Fact]
    public async Task What_the_api_shows_of_the_fleet_is_what_a_request_is_judged_by()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync();
        await using FakeNode node = await plane.JoinAsync(await FakeNode.StartAsync("n1", "m", 1));
        (await plane.ChatAsync("m")).Dispose();
        FleetView view = plane.Services.GetRequiredService<FleetView>();

        // As when the message to the scheduler is still on its way.
        view.Take(new FleetSnapshot(FleetState.Empty with { Version = view.Current.Version + 1 }));
        SlotTicket ticket = await plane.Services.GetRequiredService<ISlotBroker>().RequestAsync(
            new SlotRequest { TaskId = new TaskId("t"), ModelId = new ModelId("m") });

        Assert.Equal(ErrorCode.ModelNotAvailable, ticket.Refusal?.Code);
    }
}
