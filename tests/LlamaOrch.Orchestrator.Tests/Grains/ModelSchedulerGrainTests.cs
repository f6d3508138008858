using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Orchestrator.Dispatch;
using LlamaOrch.Orchestrator.Fleet;
using LlamaOrch.Orchestrator.Tests.Scenes;
using LlamaOrch.TestKit.Waiting;
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
            new SlotRequest { TaskId = new TaskId("t"), ModelId = new ModelId("m") }, bodyBytes: 0);

        Assert.Equal(ErrorCode.ModelNotAvailable, ticket.Refusal?.Code);
    }

    [Fact]
    public async Task A_slot_for_a_withdrawn_request_does_not_go_to_the_tasks_next_one()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync();
        await using FakeNode node = await plane.JoinAsync(await FakeNode.StartAsync("n1", "m", 1));
        SlotBroker broker = plane.Services.GetRequiredService<SlotBroker>();
        SlotTicket holder = await broker.RequestAsync(Wants("holder"), bodyBytes: 0);
        SlotLease held = Assert.IsType<SlotAnswer.Granted>(holder.Answer).Lease;
        SlotTicket withdrawn = await broker.RequestAsync(Wants("t"), bodyBytes: 0);
        withdrawn.Pending!.GiveUp();
        SlotTicket next = await broker.RequestAsync(Wants("t"), bodyBytes: 0);

        // As when the grant was on its way while the request was withdrawn.
        broker.Granted(held with
        {
            LeaseId = new LeaseId("late"),
            TaskId = new TaskId("t"),
            Ticket = withdrawn.Pending.Ticket,
        });
        broker.Dropped(new SlotDrop(
            new TaskId("t"), new SlotAnswer.Refused(ErrorCode.DecodeTimeout, "late"), withdrawn.Pending.Ticket));
        broker.Release(held);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        SlotLease own = Assert.IsType<SlotAnswer.Granted>(await next.SettleAsync(patience.Token)).Lease;
        Assert.Equal(next.Pending!.Ticket, own.Ticket);
        Assert.NotEqual("late", own.LeaseId.Value);
    }

    [Fact]
    public async Task Schedulers_of_models_that_come_and_go_leave_nothing_behind()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync();
        await using FakeNode node = await FakeNode.StartAsync("n1", "m", 1);
        SlotBroker broker = plane.Services.GetRequiredService<SlotBroker>();
        IManagementGrain grains = plane.Services.GetRequiredService<IGrainFactory>().GetGrain<IManagementGrain>(0);
        for (int number = 0; number < 20; number++)
        {
            node.Reports[node.Pool] = node.Reports[node.Pool] with { ModelId = new ModelId($"m{number}") };
            await node.RegisterAsync(plane.Http);
            await plane.PoolIsAsync(node.Pool, available: true);
            (await plane.ChatAsync($"m{number}")).Dispose();
            // Asked for after the model has gone.
            await broker.ExplainAsync(new ModelId($"m{number - 1}"), new TaskId("t"));
            await broker.RequestAsync(
                new SlotRequest { TaskId = new TaskId("x"), ModelId = new ModelId("gone") }, bodyBytes: 0);
        }

        await Eventually.HoldsAsync("schedulers are few", async () =>
        {
            await node.RegisterAsync(plane.Http);
            SimpleGrainStatistic[] active = await grains.GetSimpleGrainStatistics();
            return broker.SchedulersKnown <= 2 && active
                .Where(grain => grain.GrainType.Contains("ModelScheduler", StringComparison.Ordinal))
                .Sum(grain => grain.ActivationCount) <= 2;
        });
    }

    private static SlotRequest Wants(string task) =>
        new() { TaskId = new TaskId(task), ModelId = new ModelId("m") };
}
