using System.Text;
using LlamaOrch.Contracts.Http;
using LlamaOrch.Orchestrator.Tests.Scenes;
using LlamaOrch.TestKit.Waiting;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

/// <summary>Engines that answer quickly, and badly.</summary>
[Trait("lane", "integration")]
public sealed class EngineErrorTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    private const string Said = """{"error":{"code":1,"message":"engine: no","type":"server_error"}}""";

    private readonly ControlPlane plane = shared.Plane;

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(429)]
    [InlineData(404)]
    [InlineData(302)]
    public async Task A_pool_whose_engine_answers_an_error_at_once_costs_no_request_and_is_left_alone(int status)
    {
        await using FakeNode good = await shared.NodeAsync(8);
        await using FakeNode bad = await shared.NodeBesideAsync(good, 8);
        bad.Infer = (_, context) => ErrorAsync(context, status);

        for (int index = 0; index < 40; index++)
        {
            using HttpResponseMessage response = await plane.ChatAsync(good.Model);
            Assert.Equal(200, (int)response.StatusCode);
        }

        Assert.Equal(40, good.Dispatches.Count);
        Assert.InRange(bad.Dispatches.Count, 1, 10);
        await plane.MetricIsAsync(40, "tasks_completed_total", ("pool_id", good.Pool));
        await plane.MetricIsAsync(0, "tasks_completed_total", ("pool_id", bad.Pool));
    }

    [Theory]
    [InlineData(500, 1, "WORKER_RESET")]
    [InlineData(429, 1, "POOL_UNAVAILABLE")]
    [InlineData(404, 1, "POOL_UNAVAILABLE")]
    [InlineData(503, 4, "POOL_UNAVAILABLE")]
    public async Task The_only_pools_error_is_the_clients_and_a_failure(int status, int tries, string reason)
    {
        await using FakeNode node = await shared.NodeAsync(2);
        node.Infer = (_, context) => ErrorAsync(context, status);

        using HttpResponseMessage response = await plane.ChatAsync(node.Model);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(Said, await response.Content.ReadAsStringAsync());
        Assert.Equal(tries, node.Dispatches.Count);
        Assert.False(response.Headers.Contains("Retry-After"));
        await plane.MetricIsAsync(1, "tasks_failed_total", ("pool_id", node.Pool), ("reason", reason));
        await plane.MetricIsAsync(0, "tasks_completed_total", ("pool_id", node.Pool));
    }

    [Fact]
    public async Task An_error_that_is_the_requests_own_stands_and_is_no_success()
    {
        await using FakeNode node = await shared.NodeAsync(2);
        node.Infer = (_, context) => ErrorAsync(context, 400);

        using HttpResponseMessage response = await plane.ChatAsync(node.Model);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Single(node.Dispatches);
        await plane.MetricIsAsync(1, "tasks_failed_total", ("pool_id", node.Pool), ("reason", "INVALID_PARAMS"));
        await plane.MetricIsAsync(0, "tasks_completed_total", ("pool_id", node.Pool));
    }

    [Fact]
    public async Task What_an_engine_says_of_when_to_come_back_reaches_the_client_if_all_say_so()
    {
        await using FakeNode first = await shared.NodeAsync(2);
        await using FakeNode second = await shared.NodeBesideAsync(first, 2);
        first.Infer = (_, context) => ErrorAsync(context, 429, "9");
        second.Infer = (_, context) => ErrorAsync(context, 429, "7");

        using HttpResponseMessage all = await plane.ChatAsync(first.Model);
        Assert.Equal((429, "7"), ((int)all.StatusCode, all.Headers.GetValues("Retry-After").Single()));
        string task = await plane.SubmitAsync(first.Model);
        await plane.TaskIsAsync(task, "failed");
        using HttpResponseMessage events = await plane.EventsAsync(task);
        Assert.Contains("\"retry_after_ms\":7000", await events.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        second.Infer = (_, context) => ErrorAsync(context, 500);
        using HttpResponseMessage some = await plane.ChatAsync(first.Model);
        Assert.False(some.Headers.Contains("Retry-After"));
    }

    [Fact]
    public async Task An_engine_that_wants_a_key_is_not_taken_for_a_node_with_another_token()
    {
        await using FakeNode node = await shared.NodeAsync(2);
        node.Infer = (_, context) =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers[LlorchHeaders.NodeRefusal] = LlorchHeaders.EngineDenied;
            return context.Response.WriteAsync(
                """{"code":"POOL_UNAVAILABLE","message":"The engine at x wants an API key.","retriable":true}""");
        };

        using HttpResponseMessage response = await plane.ChatAsync(node.Model);
        Answer answer = await Answer.OfAsync(response);

        Assert.Equal((503, "POOL_UNAVAILABLE"), (answer.Status, answer.Code));
        Assert.Equal("The engine at x wants an API key.", answer.Error.GetProperty("message").GetString());
        Assert.Equal(1, (await plane.ScrapeAsync()).Sum("orchd_pools_available", ("pool_id", node.Pool)));
    }

    [Fact]
    public async Task A_request_that_fails_everywhere_keeps_no_pool_from_others()
    {
        await using FakeNode first = await shared.NodeAsync(2);
        await using FakeNode second = await shared.NodeBesideAsync(first, 2);
        first.Infer = second.Infer = (_, context) => ErrorAsync(context, 500);
        for (int index = 0; index < 4; index++)
            (await plane.ChatAsync(first.Model)).Dispose();

        Assert.Equal((4, 4), (first.Dispatches.Count, second.Dispatches.Count));
    }

    [Fact]
    public async Task Errors_and_refusals_do_not_cost_their_connections()
    {
        await using FakeNode node = await shared.NodeAsync(2);
        var answers = new Queue<int>([500, 0, 429, 0, 401, 500]);
        node.Infer = (_, context) => answers.Dequeue() is > 0 and int status
            ? ErrorAsync(context, status)
            : NodeAnswers.RefuseAsync(context, ErrorCode.InvalidParams);

        for (int index = 0; index < 5; index++)
            (await plane.ChatAsync(node.Model)).Dispose();

        Assert.True(node.Dispatches.Count >= 5);
        Assert.Equal(1, node.DispatchConnections);
    }

    [Fact]
    public async Task A_kept_connection_that_was_closed_costs_neither_the_request_nor_the_pool()
    {
        await using FakeNode node = await shared.NodeAsync(2);
        (await plane.ChatAsync(node.Model)).Dispose();
        bool isFirst = true;
        node.Infer = (_, context) =>
        {
            if (!isFirst)
                return NodeAnswers.WholeAsync(context, "Hello");
            isFirst = false;
            context.Abort();
            return Task.CompletedTask;
        };

        using HttpResponseMessage response = await plane.ChatAsync(node.Model);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(3, node.Dispatches.Count);
        string[] leases = [.. node.Dispatches.Skip(1).Select(dispatch => dispatch.Headers["X-Llorch-Lease"])];
        Assert.Equal(leases[0], leases[1]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_lease_that_its_node_has_lost_cuts_what_waits_for_it(bool hasBegun)
    {
        await using FakeNode node = await shared.NodeAsync(1);
        bool isFirst = true;
        node.Infer = async (_, context) =>
        {
            if (!isFirst)
            {
                await NodeAnswers.StreamAsync(context, NodeAnswers.Token("whole"), NodeAnswers.End);
                return;
            }

            isFirst = false;
            if (hasBegun)
                await NodeAnswers.StreamAsync(context, NodeAnswers.Token("half"));
            await NodeAnswers.HangAsync(context);
        };
        string task = await plane.SubmitAsync(node.Model);
        await plane.TaskIsAsync(task, hasBegun ? "streaming" : "dispatched");

        // The node's reports name no active lease.
        await Eventually.HoldsAsync("the task has ended", async () =>
        {
            (await node.HeartbeatAsync(plane.Http)).Dispose();
            return await plane.TaskStateAsync(task) is "failed" or "completed";
        });

        Assert.Equal(hasBegun ? "failed" : "completed", await plane.TaskStateAsync(task));
        using HttpResponseMessage events = await plane.EventsAsync(task);
        string all = await events.Content.ReadAsStringAsync();
        Assert.Contains(hasBegun ? "WORKER_RESET" : "whole", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_whose_lease_its_node_has_lost_ends_with_an_error()
    {
        await using FakeNode node = await shared.NodeAsync(1);
        node.Infer = async (_, context) =>
        {
            await NodeAnswers.StreamAsync(context, NodeAnswers.Token("half"));
            await NodeAnswers.HangAsync(context);
        };
        using HttpResponseMessage response = await plane.ChatAsync(node.Model, stream: true);
        var read = new StringBuilder();
        Task reading = ReadAsync(response, read);

        await Eventually.HoldsAsync("the stream has ended", async () =>
        {
            (await node.HeartbeatAsync(plane.Http)).Dispose();
            return reading.IsCompleted;
        });

        Assert.Contains("WORKER_RESET", read.ToString(), StringComparison.Ordinal);
        await plane.MetricIsAsync(1, "tasks_failed_total", ("pool_id", node.Pool), ("reason", "WORKER_RESET"));
    }

    // A stream that broke may end cleanly or not: what counts is what came.
    private static async Task ReadAsync(HttpResponseMessage response, StringBuilder read)
    {
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        try
        {
            while (await lines.ReadLineAsync() is string line)
                read.AppendLine(line);
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            read.AppendLine("broken off");
        }
    }

    private static Task ErrorAsync(HttpContext context, int status, string? retryAfter = null)
    {
        if (retryAfter is not null)
            context.Response.Headers.RetryAfter = retryAfter;
        return NodeAnswers.BytesAsync(context, Encoding.UTF8.GetBytes(Said), status);
    }
}
