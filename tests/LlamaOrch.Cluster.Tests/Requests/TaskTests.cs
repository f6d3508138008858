using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.TestKit.Streams;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Requests;

[Trait("lane", "cluster")]
public sealed class TaskTests(RealFleet real) : IClassFixture<RealFleet>
{
    [Fact]
    public async Task Task_events_are_started_then_metrics_and_tokens_then_end()
    {
        TaskView task = await real.Fleet.SubmitAsync(TestPool.RealModel);

        IReadOnlyList<StreamEvent> events = await real.Fleet.AllEventsAsync(task.TaskId);

        Assert.Equal("started", events[0].Type);
        Assert.Contains(events, happened => happened.Type == "metrics");
        List<StreamEvent> tokens = [.. events.Where(happened => happened.Type == "token")];
        Assert.Equal(Enumerable.Range(0, tokens.Count), tokens.Select(token => token.Field("i").GetInt32()));
        Assert.Equal("end", events[^1].Type);
        Assert.Equal(events.Count, events.Select(happened => happened.Id).Distinct().Count());
        int generated = events[^1].Field("tokens_out").GetInt32();
        TaskView ended = await real.Fleet.Client.GetTaskAsync(task.TaskId);
        Assert.Equal(("completed", generated), (ended.State, ended.TokensOut));
        Assert.InRange(generated, 1, 12);
    }

    [Fact]
    public async Task Task_canceled_ends_once_and_without_another_token()
    {
        TaskView task = await real.Fleet.SubmitAsync(TestPool.RealModel, maxTokens: 900);
        await foreach (StreamEvent happened in real.Fleet.EventsAsync(task.TaskId))
        {
            if (happened.Type == "token")
                break;
        }

        TaskView canceled = await real.Fleet.Client.CancelTaskAsync(task.TaskId);
        IReadOnlyList<StreamEvent> atCancel = await real.Fleet.AllEventsAsync(task.TaskId);
        IReadOnlyList<StreamEvent> later = await real.Fleet.AllEventsAsync(task.TaskId);

        // A model may have stopped by itself in the same moment; then there is nothing left to cancel.
        Assert.Contains(canceled.State, (string[])["canceled", "completed"]);
        Assert.Equal(atCancel, later);
        Assert.Single(later, happened => happened.Type is "end" or "error");
    }

    [Fact]
    public async Task Tasks_in_parallel_run_on_both_nodes()
    {
        TaskView[] tasks = await Task.WhenAll(Enumerable.Range(0, 2 * RealFleet.SlotsPerPool)
            .Select(_ => real.Fleet.SubmitAsync(TestPool.RealModel, maxTokens: 64)));

        foreach (TaskView task in tasks)
            await real.Fleet.AllEventsAsync(task.TaskId);
        TaskView[] ended = await Task.WhenAll(tasks.Select(task => real.Fleet.Client.GetTaskAsync(task.TaskId)));

        Assert.All(ended, task => Assert.Equal("completed", task.State));
        Assert.Equal(
            ["node-a", "node-b"],
            ended.Select(task => task.NodeId!.Value.Value).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Tasks_beyond_all_slots_wait_and_are_served_in_turn()
    {
        TaskView[] tasks = await Task.WhenAll(Enumerable.Range(0, 4 * RealFleet.SlotsPerPool)
            .Select(_ => real.Fleet.SubmitAsync(TestPool.RealModel, maxTokens: 16)));

        await Eventually.HoldsAsync("every task to complete", async () =>
        {
            TaskView[] now = await Task.WhenAll(tasks.Select(task => real.Fleet.Client.GetTaskAsync(task.TaskId)));
            return now.All(task => task.State == "completed");
        });
    }
}
