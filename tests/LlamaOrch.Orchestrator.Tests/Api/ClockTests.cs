using System.Text.Json;
using LlamaOrch.Orchestrator.Tests.Scenes;
using LlamaOrch.TestKit.Files;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

/// <summary>A wall clock that is set while tasks wait.</summary>
[Trait("lane", "integration")]
public sealed class ClockTests : IAsyncLifetime
{
    private readonly WallClock clock = new();
    private readonly TemporaryDirectory data = new();
    private FakeNode node = null!;
    private ControlPlane plane = null!;

    public async ValueTask InitializeAsync()
    {
        node = await FakeNode.StartAsync("n1", "m", 1);
        node.Infer = (_, context) => NodeAnswers.HangAsync(context);
        plane = await ControlPlane.StartAtAsync(clock, ("data_dir", data.Path));
        await plane.JoinAsync(node);
    }

    public async ValueTask DisposeAsync()
    {
        await plane.DisposeAsync();
        await node.DisposeAsync();
        data.Dispose();
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-2)]
    public async Task A_clock_that_is_set_ends_no_task_that_waits_or_runs(int hours)
    {
        string running = await SubmitAsync("running");
        await plane.TaskIsAsync(running, "dispatched");
        string waiting = await SubmitAsync("waiting");

        clock.SetForward(TimeSpan.FromHours(hours));
        await plane.JoinAsync(node);
        // The scheduler looks at the clock for each newcomer.
        string late = await SubmitAsync("late");

        Assert.Equal("queued", await plane.TaskStateAsync(waiting));
        Assert.Equal("queued", await plane.TaskStateAsync(late));
        Assert.Equal("dispatched", await plane.TaskStateAsync(running));
        Assert.InRange((await plane.ScrapeAsync()).Sum("queue_oldest_age_seconds"), 0, 600);
        node.Infer = (_, context) => NodeAnswers.StreamAsync(context, NodeAnswers.Token("x"), NodeAnswers.End);
        await plane.CancelAsync(running);
        await plane.TaskIsAsync(waiting, "completed");
        await plane.TaskIsAsync(late, "completed");
    }

    [Fact]
    public async Task A_deadline_is_kept_over_a_restart_as_the_wall_clock_then_shows_it()
    {
        await SubmitAsync("running");
        clock.SetForward(TimeSpan.FromHours(2));
        await SubmitAsync("short", 600_000);
        await plane.DisposeAsync();
        plane = await ControlPlane.StartAtAsync(clock, ("data_dir", data.Path));

        Assert.Equal("queued", await plane.TaskStateAsync("short"));
        await plane.DisposeAsync();
        clock.SetForward(TimeSpan.FromHours(1));
        plane = await ControlPlane.StartAtAsync(clock, ("data_dir", data.Path));

        await plane.TaskIsAsync("short", "failed");
        Assert.Equal(
            "DECODE_TIMEOUT",
            (await plane.GetAsync("/v2/tasks/short")).Json.GetProperty("error").GetProperty("code").GetString());
    }

    private async Task<string> SubmitAsync(string id, long deadlineMs = 3_600_000)
    {
        string body = JsonSerializer.Serialize(new
        {
            task_id = id,
            model = "m",
            prompt = id,
            deadline_ms = deadlineMs,
        });
        using HttpResponseMessage response = await plane.PostAsync("/v2/tasks", body);
        Assert.Equal(202, (int)response.StatusCode);
        return id;
    }
}
