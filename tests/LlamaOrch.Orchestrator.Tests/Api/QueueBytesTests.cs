using System.Text.Json;
using LlamaOrch.Orchestrator.Dispatch;
using LlamaOrch.Orchestrator.Tests.Scenes;
using LlamaOrch.TestKit.Waiting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

/// <summary>The bodies of all that waits are bounded, not only their number.</summary>
[Trait("lane", "integration")]
public sealed class QueueBytesTests : IAsyncLifetime
{
    private const int BytesMax = 1024 * 1024;
    private const int Large = BytesMax * 6 / 10;

    private ControlPlane plane = null!;
    private FakeNode node = null!;

    public async ValueTask InitializeAsync()
    {
        plane = await ControlPlane.StartAsync(("queue_bytes_max", BytesMax));
        node = await plane.JoinAsync(await FakeNode.StartAsync("n1", "m", 1));
        node.Infer = (_, context) => NodeAnswers.HangAsync(context);
    }

    public async ValueTask DisposeAsync()
    {
        await node.DisposeAsync();
        await plane.DisposeAsync();
    }

    [Theory]
    [InlineData("/v1/chat/completions")]
    [InlineData("/v2/tasks")]
    public async Task A_request_that_would_wait_is_rejected_when_too_many_bytes_wait(string path)
    {
        await SubmitAsync(Large);
        await SubmitAsync(Large);

        using HttpResponseMessage response = await plane.PostAsync(
            path, path == "/v2/tasks" ? LargeTask(Large) : LargeChat(Large));
        Answer answer = await Answer.OfAsync(response);

        Assert.Equal((429, "ADMISSION_REJECT"), (answer.Status, answer.Code));
        Assert.True(answer.Error.GetProperty("retriable").GetBoolean());
        await plane.MetricIsAsync(1, "queue_depth", ("model_id", "m"));
    }

    [Fact]
    public async Task Small_requests_fit_beside_a_large_one_and_what_leaves_makes_room()
    {
        await SubmitAsync(Large);
        string waiting = await SubmitAsync(Large);
        await SubmitAsync(16);

        await plane.CancelAsync(waiting);

        await SubmitAsync(Large);
    }

    [Fact]
    public async Task Nothing_is_counted_once_all_have_gone()
    {
        string[] tasks = [await SubmitAsync(Large), await SubmitAsync(64), await SubmitAsync(64)];

        foreach (string task in tasks.Reverse())
            await plane.CancelAsync(task);

        WaitingBodies bodies = plane.Services.GetRequiredService<WaitingBodies>();
        await Eventually.HoldsAsync("no bytes wait", () => Task.FromResult(bodies.Bytes == 0));
    }

    private async Task<string> SubmitAsync(int bytes)
    {
        using HttpResponseMessage response = await plane.PostAsync("/v2/tasks", LargeTask(bytes));
        Answer taken = await Answer.OfAsync(response);
        Assert.Equal(202, taken.Status);
        return taken.Json.GetProperty("task_id").GetString()!;
    }

    private static string LargeTask(int bytes) => JsonSerializer.Serialize(
        new { task_id = $"t-{Guid.NewGuid():N}", model = "m", prompt = new string('x', bytes) });

    private static string LargeChat(int bytes) => JsonSerializer.Serialize(
        new { model = "m", messages = new[] { new { role = "user", content = new string('x', bytes) } } });
}
