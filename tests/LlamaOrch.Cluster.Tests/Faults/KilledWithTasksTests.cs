using System.Collections.Concurrent;
using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Streams;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Faults;

[Trait("lane", "cluster")]
public sealed class KilledWithTasksTests
{
    private const int Streaming = 50;
    private const int Queued = 1000;
    private const string Model = "fake-model";

    // A node that seems lost for a moment, on a machine with other work, is not what this is about.
    private static readonly string[] Patience = ["--node_stale_ms=60000", "--pool_poll_timeout_ms=20000"];

    [Fact]
    public async Task Every_task_of_a_killed_control_plane_reaches_exactly_one_end()
    {
        await using FakeEngine engine = await FakeEngine.StartAsync(new FakeEngineBehavior { HoldAfterTokens = 1 });
        await using TestFleet fleet = await TestFleet.StartAsync(settings: Patience);
        fleet.StartNode("node-a", TestPool.Attached("pool-a", engine.Url, Streaming));
        await fleet.PoolsReadyAsync(1);
        TaskId[] streaming = await SubmitAsync(fleet, "s", Streaming);
        await Task.WhenAll(streaming.Select(task => SeesTokenAsync(fleet, task)));
        TaskId[] queued = await SubmitAsync(fleet, "q", Queued);

        fleet.ControlPlane.Kill();
        await fleet.ControlPlane.ExitCodeAsync();
        engine.Behavior = new FakeEngineBehavior();
        // Slots that are still held would send some tasks to the back of the others.
        await Eventually.HoldsAsync("the engine is free", () => engine.ActiveCount == 0);
        int before = engine.Requests.Count;
        await fleet.RestartControlPlaneAsync();

        var ends = new ConcurrentDictionary<TaskId, StreamEvent>();
        await Parallel.ForEachAsync(
            streaming.Concat(queued),
            new ParallelOptions { MaxDegreeOfParallelism = 64 },
            async (task, _) => ends[task] = (await fleet.AllEventsAsync(task))[^1]);

        Assert.All(streaming, task => Assert.Equal("WORKER_RESET", ends[task].Field("code").GetString()));
        Assert.All(streaming, task => Assert.True(ends[task].Field("retriable").GetBoolean()));
        Assert.All(queued, task => Assert.Equal("completed", ends[task].Field("state").GetString()));
        // Each ran once, in the order of their admission, as far as 50 at a time have an order.
        string[] ran = [.. engine.Requests.Skip(before).Select(PromptOf)];
        Assert.Equal(queued.Select(task => task.Value).Order(), ran.Order());
        Assert.All(
            ran.Index(), run => Assert.InRange(Array.IndexOf(queued, new TaskId(run.Item)) - run.Index, -100, 100));
        Assert.Equal(Queued, (await fleet.ScrapeAsync()).Sum("tasks_completed_total"));

        // An end is for ever.
        await fleet.RestartControlPlaneAfterKillAsync();
        Assert.Equal(ends[streaming[0]], (await fleet.AllEventsAsync(streaming[0]))[^1]);
        Assert.Equal(ends[queued[^1]], (await fleet.AllEventsAsync(queued[^1]))[^1]);
        Assert.Equal(before + Queued, engine.Requests.Count);
    }

    private static async Task<TaskId[]> SubmitAsync(TestFleet fleet, string prefix, int count)
    {
        var taken = new TaskId[count];
        for (int number = 0; number < count; number++)
        {
            TaskView view = await fleet.Client.SubmitAsync(new TaskRequest
            {
                TaskId = new TaskId($"{prefix}{number}"),
                Model = new ModelId(Model),
                Prompt = $"{prefix}{number}",
            });
            taken[number] = view.TaskId;
        }

        return taken;
    }

    private static async Task SeesTokenAsync(TestFleet fleet, TaskId task)
    {
        await foreach (StreamEvent happened in fleet.EventsAsync(task))
        {
            if (happened.Type == "token")
                return;
        }

        throw new InvalidOperationException($"{task} ended without a token");
    }

    private static string PromptOf(SeenRequest request) =>
        System.Text.Json.JsonDocument.Parse(request.Body).RootElement.GetProperty("prompt").GetString()!;
}
