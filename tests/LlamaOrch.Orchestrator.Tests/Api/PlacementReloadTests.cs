using System.Text.Json;
using LlamaOrch.Orchestrator.Tests.Scenes;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

/// <summary>The placement settings are changed while the control plane runs.</summary>
[Trait("lane", "integration")]
public sealed class PlacementReloadTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    private string ConfigFile => folder.File("orchestratord.json");

    [Fact]
    public async Task A_changed_file_is_read_again_by_itself()
    {
        Write("""{"placement_strategy": "round-robin"}""");
        await using ControlPlane plane = await ControlPlane.StartAsync(("config", ConfigFile));
        Assert.Equal("round-robin", await StrategyAsync(plane));

        Write("""{"placement_strategy": "random", "placement_weight_latency": 7}""");

        await Eventually.HoldsAsync(
            "the new strategy is in force", async () => await StrategyAsync(plane) == "random");
        JsonElement view = (await plane.GetAsync("/v2/placement")).Json;
        Assert.Equal(7, view.GetProperty("weights").GetProperty("latency").GetDouble());
        await plane.MetricIsAsync(1, "placement_reloads_total", ("outcome", "success"));
    }

    [Theory]
    [InlineData("""{"placement_strategy": "best"}""", "placement_strategy")]
    [InlineData("""{"placement_strategy": "random", "placement_weight_latency": -1}""", "placement_weight_latency")]
    [InlineData("""{"placement_strategy": "random", "placement_weight_latency": "NaN"}""", "placement_weight_latency")]
    [InlineData("""{"placement_strategy": "random", "queue_capacity": 0}""", "queue_capacity")]
    [InlineData("""{"placement_strategy": "random", "plcement": 1}""", "plcement")]
    [InlineData("""{"placement_strategy": "random", "placement_latency_half_ms": "soon"}""", "latency_half_ms")]
    [InlineData("""{"placement_strategy": """, "orchestratord.json")]
    [InlineData("", "orchestratord.json")]
    public async Task A_bad_file_changes_nothing_and_says_what_is_wrong(string text, string named)
    {
        Write("""{"placement_strategy": "round-robin"}""");
        await using ControlPlane plane = await ControlPlane.StartAsync(("config", ConfigFile));
        Write(text);

        using HttpResponseMessage response = await plane.PostAsync("/v2/placement/reload", string.Empty);
        Answer answer = await Answer.OfAsync(response);

        Assert.Equal((400, "INVALID_PARAMS"), (answer.Status, answer.Code));
        Assert.Contains(named, answer.Json.GetProperty("message").GetString());
        Assert.Equal("round-robin", await StrategyAsync(plane));
        Assert.True((await plane.ScrapeAsync()).Sum("placement_reloads_total", ("outcome", "error")) >= 1);
        Assert.Equal(0, (await plane.ScrapeAsync()).Sum("placement_reloads_total", ("outcome", "success")));
    }

    [Fact]
    public async Task After_a_bad_file_a_good_one_is_taken()
    {
        Write("{");
        await Assert.ThrowsAnyAsync<Exception>(() => ControlPlane.StartAsync(("config", ConfigFile)));
        Write("{}");
        await using ControlPlane plane = await ControlPlane.StartAsync(("config", ConfigFile));
        File.Delete(ConfigFile);
        using (HttpResponseMessage gone = await plane.PostAsync("/v2/placement/reload", string.Empty))
            Assert.Equal(400, (int)gone.StatusCode);
        Write("""{"placement_strategy": "random"}""");

        using HttpResponseMessage response = await plane.PostAsync("/v2/placement/reload", string.Empty);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("random", await StrategyAsync(plane));
    }

    [Fact]
    public async Task What_is_reloaded_decides_the_next_placement_and_frees_those_who_wait_by_the_old_one()
    {
        Write("""{"placement_vram_free_bytes_min": 1000}""");
        await using ControlPlane plane = await ControlPlane.StartAsync(("config", ConfigFile));
        await using FakeNode node = await FakeNode.StartAsync("n1", "m", 1);
        node.Reports[node.Pool] = node.Reports[node.Pool] with { VramTotalBytes = 1600, VramFreeBytes = 900 };
        await plane.JoinAsync(node);
        string task = await plane.SubmitAsync("m");
        Assert.Equal("queued", await plane.TaskStateAsync(task));

        Write("""{"placement_vram_free_bytes_min": 800}""");
        using HttpResponseMessage response = await plane.PostAsync("/v2/placement/reload", string.Empty);

        Assert.Equal(200, (int)response.StatusCode);
        await Eventually.HoldsAsync("the task runs", async () => await plane.TaskStateAsync(task) != "queued");
    }

    [Fact]
    public async Task Every_problem_of_a_file_is_told_together()
    {
        Write("{}");
        await using ControlPlane plane = await ControlPlane.StartAsync(("config", ConfigFile));
        Write("""{"placement_strategy": "best", "placement_prefix_balance_max": 2}""");

        using HttpResponseMessage response = await plane.PostAsync("/v2/placement/reload", string.Empty);
        string message = (await Answer.OfAsync(response)).Json.GetProperty("message").GetString()!;

        Assert.Contains("placement_strategy", message);
        Assert.Contains("placement_prefix_balance_max", message);
    }

    public void Dispose() => folder.Dispose();

    private void Write(string text) => File.WriteAllText(ConfigFile, text);

    private static async Task<string?> StrategyAsync(ControlPlane plane) =>
        (await plane.GetAsync("/v2/placement")).Json.GetProperty("strategy").GetString();
}
