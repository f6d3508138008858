using LlamaOrch.Orchestrator.Tests.Scenes;
using LlamaOrch.TestKit.Streams;
using LlamaOrch.TestKit.Waiting;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

[Trait("lane", "integration")]
public sealed class RetryTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    private readonly ControlPlane plane = shared.Plane;

    [Theory]
    [InlineData("refuses")]
    [InlineData("resets")]
    [InlineData("unavailable")]
    public async Task What_fails_before_its_first_byte_moves_to_the_other_pool(string how)
    {
        await using FakeNode good = await shared.NodeAsync();
        await using FakeNode bad = await shared.NodeBesideAsync(good);
        bad.Infer = (_, context) =>
        {
            if (how == "refuses")
                return NodeAnswers.RefuseAsync(context, ErrorCode.PoolUnavailable);
            if (how == "resets")
                context.Abort();
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        };

        // Pools take turns: of two requests at least one meets the bad one.
        for (int index = 0; index < 2; index++)
        {
            using HttpResponseMessage response = await plane.ChatAsync(good.Model);
            Assert.True(response.IsSuccessStatusCode);
        }

        Assert.NotEmpty(bad.Dispatches);
        Assert.Equal(2, good.Dispatches.Count);
        await plane.MetricIsAsync(2, "tasks_started_total", ("pool_id", good.Pool));
        await plane.MetricIsAsync(0, "tasks_started_total", ("pool_id", bad.Pool));
    }

    [Fact]
    public async Task A_task_that_no_pool_takes_fails_after_the_attempts_allowed()
    {
        await using FakeNode node = await shared.NodeAsync();
        node.Infer = (_, context) => NodeAnswers.RefuseAsync(context, ErrorCode.PoolUnavailable);

        using HttpResponseMessage response = await plane.ChatAsync(node.Model);
        Answer answer = await Answer.OfAsync(response);

        Assert.Equal((503, "POOL_UNAVAILABLE"), (answer.Status, answer.Code));
        Assert.Equal(4, node.Dispatches.Count);
        Assert.Equal(4, node.Dispatches.Select(dispatch => dispatch.Headers["X-Llorch-Lease"]).Distinct().Count());
        await plane.MetricIsAsync(1, "tasks_failed_total", ("pool_id", node.Pool), ("reason", "POOL_UNAVAILABLE"));
    }

    [Fact]
    public async Task A_pool_whose_slot_is_not_back_yet_is_asked_again_and_stays_in_the_fleet()
    {
        await using FakeNode node = await shared.NodeAsync();
        int refusals = 6;
        node.Infer = (_, context) => refusals-- > 0
            ? NodeAnswers.RefuseAsync(context, ErrorCode.ReplicaExhausted)
            : NodeAnswers.WholeAsync(context, "at last");

        using HttpResponseMessage response = await plane.ChatAsync(node.Model);

        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal(7, node.Dispatches.Count);
        Assert.Equal(1, (await plane.ScrapeAsync()).Sum("orchd_pools_available", ("pool_id", node.Pool)));
    }

    [Fact]
    public async Task A_request_that_the_node_finds_not_valid_is_not_sent_to_another()
    {
        await using FakeNode node = await shared.NodeAsync();
        node.Infer = (_, context) => NodeAnswers.RefuseAsync(context, ErrorCode.InvalidParams, "That is no grammar.");

        using HttpResponseMessage response = await plane.ChatAsync(node.Model);
        Answer answer = await Answer.OfAsync(response);

        Assert.Equal((400, "INVALID_PARAMS"), (answer.Status, answer.Code));
        Assert.Equal("That is no grammar.", answer.Error.GetProperty("message").GetString());
        Assert.Single(node.Dispatches);
    }

    [Fact]
    public async Task A_task_that_moves_on_goes_before_those_that_came_after_it()
    {
        await using FakeNode node = await shared.NodeAsync(1);
        var gate = new TaskCompletionSource();
        bool isFirst = true;
        node.Infer = async (_, context) =>
        {
            if (!isFirst)
            {
                await NodeAnswers.WholeAsync(context, "done");
                return;
            }

            isFirst = false;
            await gate.Task;
            await NodeAnswers.RefuseAsync(context, ErrorCode.PoolUnready);
        };
        string first = await plane.SubmitAsync(node.Model, $"first-{node.NodeId}");
        await plane.TaskIsAsync(first, "dispatched");
        string[] later = [await plane.SubmitAsync(node.Model), await plane.SubmitAsync(node.Model)];

        gate.SetResult();
        foreach (string task in (string[])[first, .. later])
            await Eventually.HoldsAsync(
                "it has ended", async () => await plane.TaskStateAsync(task) is not ("queued" or "dispatched"));

        string?[] order = [.. node.Dispatches.Select(dispatch => dispatch.Headers["X-Correlation-Id"])];
        Assert.Equal(4, order.Length);
        Assert.Equal(order[0], order[1]);
    }

    [Fact]
    public async Task A_stream_that_breaks_brings_an_error_event_and_then_breaks_without_the_half_line()
    {
        await using FakeNode node = await shared.NodeAsync();
        var stream = new DrivenStream();
        node.Infer = (_, context) => stream.WriteAsync(context);
        stream.PushToken("one");
        using HttpResponseMessage response = await plane.ChatAsync(node.Model, stream: true);
        await using IAsyncEnumerator<StreamEvent> events = ServerSentEvents.ReadAsync(response).GetAsyncEnumerator();
        await events.MoveNextAsync();
        stream.Push("data: {\"half");

        node.Reset();

        Assert.True(await events.MoveNextAsync());
        Assert.Equal("error", events.Current.Type);
        Assert.Equal("WORKER_RESET", events.Current.Field("error").GetProperty("code").GetString());
        await Assert.ThrowsAnyAsync<IOException>(async () => await events.MoveNextAsync());
        await plane.MetricIsAsync(1, "tasks_failed_total", ("pool_id", node.Pool), ("reason", "WORKER_RESET"));
    }

    [Fact]
    public async Task A_whole_answer_that_breaks_before_anything_went_out_is_a_502()
    {
        await using FakeNode node = await shared.NodeAsync();
        node.Infer = async (_, context) =>
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("{\"half");
            await context.Response.Body.FlushAsync();
            await NodeAnswers.HangAsync(context);
        };
        Task<HttpResponseMessage> asked = plane.ChatAsync(node.Model);
        await plane.MetricIsAsync(1, "tasks_started_total", ("pool_id", node.Pool));

        node.Reset();

        using HttpResponseMessage response = await asked;
        Answer answer = await Answer.OfAsync(response);
        Assert.Equal((502, "WORKER_RESET"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_long_answer_that_breaks_is_cut_so_that_nobody_takes_it_for_whole()
    {
        await using FakeNode node = await shared.NodeAsync();
        node.Infer = async (_, context) =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(new string(' ', 200_000));
            await context.Response.Body.FlushAsync();
            await NodeAnswers.HangAsync(context);
        };
        using HttpResponseMessage response = await plane.ChatAsync(node.Model);

        node.Reset();

        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync());
    }
}
