using System.Text.Json;
using LlamaOrch.Orchestrator.Tests.Scenes;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

/// <summary>What a task wants of its pool.</summary>
[Trait("lane", "integration")]
public sealed class PlacementTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    private ControlPlane Plane => shared.Plane;

    [Fact]
    public async Task A_pinned_task_runs_on_its_pool_and_waits_for_it_while_others_are_free()
    {
        await using FakeNode node = await shared.NodeAsync(1, 4);
        node.Infer = (_, context) => NodeAnswers.HangAsync(context);
        string pinned = node.Pools.First();

        string first = await SubmitAsync(node, new { pin = pinned });
        string second = await SubmitAsync(node, new { pin = pinned });
        string third = await SubmitAsync(node, new { pin = pinned, allow_fallback = true });

        Assert.Equal(pinned, await PoolOfAsync(first));
        Assert.Equal(node.Pools.Last(), await PoolOfAsync(third));
        Assert.Equal("queued", await Plane.TaskStateAsync(second));
        await Plane.CancelAsync(first);
        Assert.Equal(pinned, await PoolOfAsync(second));
    }

    [Fact]
    public async Task Preferred_pools_are_used_before_others_and_avoided_ones_never()
    {
        await using FakeNode node = await shared.NodeAsync(1, 1, 1);
        node.Infer = (_, context) => NodeAnswers.HangAsync(context);
        string[] pools = [.. node.Pools];

        string preferring = await SubmitAsync(node, new { prefer = new[] { pools[2] } });
        string falling = await SubmitAsync(node, new { prefer = new[] { pools[2] }, avoid = new[] { pools[0] } });
        string waiting = await SubmitAsync(node, new { avoid = new[] { pools[0] } });

        Assert.Equal(pools[2], await PoolOfAsync(preferring));
        Assert.Equal(pools[1], await PoolOfAsync(falling));
        Assert.Equal("queued", await Plane.TaskStateAsync(waiting));
    }

    [Fact]
    public async Task Engine_and_devices_are_those_that_the_task_asks_for()
    {
        await using FakeNode node = await FakeNode.StartAsync("wish-node", "wish-model", 1, 1);
        node.Infer = (_, context) => NodeAnswers.HangAsync(context);
        string special = node.Pools.Last();
        node.Reports[special] = node.Reports[special] with { Engine = "vllm", DeviceMask = "0,1" };
        await Plane.JoinAsync(node);

        Assert.Equal(special, await PoolOfAsync(await SubmitAsync(node, new { device_mask = "0,1" })));
        string waiting = await SubmitAsync(node, null, engine: "vllm");
        Assert.Equal("queued", await Plane.TaskStateAsync(waiting));
    }

    [Theory]
    [InlineData("""{"pin":"nowhere"}""", null, 400, "INVALID_PARAMS", "placement.pin")]
    [InlineData("""{"device_mask":"9"}""", null, 400, "INVALID_PARAMS", "placement.device_mask")]
    [InlineData("{}", "tgi", 400, "INVALID_PARAMS", "engine")]
    [InlineData("""{"prefer":["nowhere"],"allow_fallback":false}""", null, 503, "POOL_UNREADY", null)]
    public async Task What_no_pool_will_do_is_refused_and_not_queued(
        string placement, string? engine, int status, string code, string? field)
    {
        await using FakeNode node = await shared.NodeAsync(1);

        using HttpResponseMessage response = await Plane.PostAsync(
            "/v2/tasks", Task(node, JsonDocument.Parse(placement).RootElement, engine));
        Answer answer = await Answer.OfAsync(response);

        Assert.Equal((status, code), (answer.Status, answer.Code));
        Assert.Equal(field, answer.Json.TryGetProperty("field", out JsonElement named) ? named.GetString() : null);
    }

    [Fact]
    public async Task A_model_that_is_staged_but_not_up_is_unready_and_one_staged_nowhere_not_available()
    {
        await using FakeNode node = await FakeNode.StartAsync("stage-node", "stage-model", 1);
        node.Reports[node.Pool] = node.Reports[node.Pool] with { ModelsAvailable = [new("on-disk")] };
        await Plane.JoinAsync(node);

        using HttpResponseMessage staged = await Plane.ChatAsync("on-disk");
        using HttpResponseMessage nowhere = await Plane.ChatAsync("nowhere");

        Assert.Equal("POOL_UNREADY", (await Answer.OfAsync(staged)).Code);
        Assert.Equal("MODEL_NOT_AVAILABLE", (await Answer.OfAsync(nowhere)).Code);
    }

    [Fact]
    public async Task Requests_of_a_session_return_to_their_pool()
    {
        await using FakeNode node = await shared.NodeAsync(2, 2, 2);
        node.Infer = (_, context) => NodeAnswers.StreamAsync(context, NodeAnswers.Token("x"), NodeAnswers.End);
        var pools = new HashSet<string>();
        for (int turn = 0; turn < 4; turn++)
        {
            string task = await SubmitAsync(node, null, session: "talk");
            await Plane.TaskIsAsync(task, "completed");
            pools.Add(await PoolOfAsync(task));
        }

        Assert.Single(pools);
    }

    private async Task<string> SubmitAsync(
        FakeNode node, object? placement, string? engine = null, string? session = null)
    {
        using HttpResponseMessage response = await Plane.PostAsync(
            "/v2/tasks", Task(node, placement, engine, session));
        Answer taken = await Answer.OfAsync(response);
        Assert.True(taken.Status == 202, taken.Text);
        return taken.Json.GetProperty("task_id").GetString()!;
    }

    private static string Task(FakeNode node, object? placement, string? engine, string? session = null) =>
        JsonSerializer.Serialize(new { model = node.Model, prompt = "Once", placement, engine, session_id = session });

    private async Task<string> PoolOfAsync(string task)
    {
        await TestKit.Waiting.Eventually.HoldsAsync(
            $"task {task} has a slot", async () => await Plane.TaskStateAsync(task) != "queued");
        return (await Plane.GetAsync($"/v2/tasks/{task}")).Json.GetProperty("pool_id").GetString()!;
    }
}
