using System.Text.Json;
using LlamaOrch.Contracts.Http;
using LlamaOrch.Orchestrator.Tests.Scenes;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

/// <summary><c>GET /v2/tasks/{id}/decision</c>.</summary>
[Trait("lane", "integration")]
public sealed class DecisionTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    private ControlPlane Plane => shared.Plane;

    [Fact]
    public async Task A_placed_task_tells_its_pool_and_what_rejected_others()
    {
        await using FakeNode node = await shared.NodeAsync(1, 1);
        string[] pools = [.. node.Pools];
        node.Infer = (_, context) => NodeAnswers.HangAsync(context);
        await Plane.SubmitAsync(node.Model);

        JsonElement decision = await DecisionAsync(await Plane.SubmitAsync(node.Model));

        Assert.Equal("placed", decision.GetProperty("outcome").GetString());
        Assert.Equal(pools[1], decision.GetProperty("pool_id").GetString());
        Assert.Equal(
            [(pools[1], true, null), (pools[0], false, "free_slot")],
            decision.GetProperty("candidates").EnumerateArray().Select(pool => (
                pool.GetProperty("pool_id").GetString()!,
                pool.GetProperty("chosen").GetBoolean(),
                pool.TryGetProperty("rejected_by", out JsonElement filter) ? filter.GetString() : null)));
    }

    [Fact]
    public async Task A_task_that_waits_tells_what_it_waits_for_and_one_that_left_why_it_never_ran()
    {
        await using FakeNode node = await shared.NodeAsync(1);
        node.Infer = (_, context) => NodeAnswers.HangAsync(context);
        await Plane.SubmitAsync(node.Model);
        string waiting = await Plane.SubmitAsync(node.Model);

        JsonElement decision = await DecisionAsync(waiting);

        Assert.Equal("queued", decision.GetProperty("outcome").GetString());
        Assert.Contains("no free slot in 1 pool", decision.GetProperty("reason").GetString());
        Assert.Equal(1, decision.GetProperty("rejected").GetProperty("free_slot").GetInt32());
        Assert.Equal(0, decision.GetProperty("queue_position").GetInt32());
        await Plane.CancelAsync(waiting);
        await TestKit.Waiting.Eventually.HoldsAsync(
            "it has left",
            async () => (await DecisionAsync(waiting)).GetProperty("outcome").GetString() == "withdrawn");
    }

    [Fact]
    public async Task A_refused_task_tells_why()
    {
        await using FakeNode node = await shared.NodeAsync(1);
        string body = JsonSerializer.Serialize(
            new { task_id = "refused-1", model = node.Model, prompt = "x", engine = "tgi" });
        using (HttpResponseMessage response = await Plane.PostAsync("/v2/tasks", body))
            Assert.Equal(400, (int)response.StatusCode);

        JsonElement decision = await DecisionAsync("refused-1");

        Assert.Equal("refused", decision.GetProperty("outcome").GetString());
        Assert.Equal("INVALID_PARAMS", decision.GetProperty("code").GetString());
        Assert.Equal(1, decision.GetProperty("rejected").GetProperty("engine").GetInt32());
    }

    [Fact]
    public async Task A_task_for_a_model_that_no_node_serves_tells_so()
    {
        using (HttpResponseMessage response = await Plane.PostAsync("/v2/tasks", Body.Task("nobody-has-it", "lost-1")))
            Assert.Equal(404, (int)response.StatusCode);

        JsonElement decision = await DecisionAsync("lost-1");

        Assert.Equal("MODEL_NOT_AVAILABLE", decision.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_request_of_the_openai_api_is_found_by_the_id_that_its_answer_carries()
    {
        await using FakeNode node = await shared.NodeAsync(1);
        using HttpResponseMessage response = await Plane.ChatAsync(node.Model);
        Answer answer = await Answer.OfAsync(response);
        using HttpResponseMessage refused = await Plane.ChatAsync("nobody-has-it");

        JsonElement placed = await DecisionAsync(answer.Header(LlorchHeaders.TaskId)!);
        JsonElement unknown = await DecisionAsync((await Answer.OfAsync(refused)).Header(LlorchHeaders.TaskId)!);

        Assert.Equal(node.Pool, placed.GetProperty("pool_id").GetString());
        Assert.Equal("refused", unknown.GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task A_task_that_moved_tells_where_it_failed_before()
    {
        await using FakeNode node = await shared.NodeAsync(1, 1);
        string? bad = null;
        node.Infer = (dispatch, context) =>
        {
            bad ??= dispatch.Pool;
            return dispatch.Pool == bad
                ? NodeAnswers.RefuseAsync(context, LlamaOrch.Contracts.Errors.ErrorCode.PoolUnavailable)
                : NodeAnswers.WholeAsync(context, "x");
        };
        using HttpResponseMessage response = await Plane.ChatAsync(node.Model);
        Answer answer = await Answer.OfAsync(response);

        JsonElement decision = await DecisionAsync(answer.Header(LlorchHeaders.TaskId)!);

        Assert.Equal([bad], decision.GetProperty("failed_pools").EnumerateArray().Select(pool => pool.GetString()));
        Assert.NotEqual(bad, decision.GetProperty("pool_id").GetString());
    }

    [Fact]
    public async Task What_is_not_kept_is_not_found()
    {
        Answer answer = await Plane.GetAsync("/v2/tasks/never-seen/decision");

        Assert.Equal((404, "NOT_FOUND"), (answer.Status, answer.Code));
    }

    private async Task<JsonElement> DecisionAsync(string task)
    {
        Answer answer = await Plane.GetAsync($"/v2/tasks/{task}/decision");
        Assert.True(answer.Status == 200, answer.Text);
        return answer.Json;
    }
}
