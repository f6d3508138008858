using System.Text.Json;
using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Orchestrator.Tests.Scenes;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Scraping;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

[Trait("lane", "integration")]
public sealed class CatalogTests
{
    private const string Models = "/v2/catalog/models";

    private static readonly Sha256Digest Right = Sha256Digest.Of(new byte[32]);
    private static readonly Sha256Digest Wrong = Sha256Digest.Of([1, .. new byte[31]]);

    [Fact]
    public async Task A_model_that_nobody_registered_is_discovered_active_and_served()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync();
        await using FakeNode node = await plane.JoinAsync(await FakeNode.StartAsync("n1", "org/m", 1));

        JsonElement model = Assert.Single((await plane.GetAsync(Models)).Json.EnumerateArray().ToArray());
        Assert.Equal("org/m", model.GetProperty("model_id").GetString());
        Assert.Equal("Active", model.GetProperty("state").GetString());
        Assert.True(model.GetProperty("discovered").GetBoolean());
        Assert.Equal(200, (await plane.GetAsync($"{Models}/org%2Fm")).Status);
        Assert.Equal(404, (await plane.GetAsync($"{Models}/other")).Status);
        using HttpResponseMessage chat = await plane.ChatAsync("org/m");
        Assert.True(chat.IsSuccessStatusCode);
        await plane.MetricIsAsync(1, "model_state", ("model_id", "org/m"), ("state", "Active"));
    }

    [Fact]
    public async Task A_retired_model_takes_no_new_task_while_the_running_one_ends_well()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync();
        await using FakeNode node = await plane.JoinAsync(await FakeNode.StartAsync("n1", "m", 1));
        var stream = new DrivenStream();
        node.Infer = (_, context) => stream.WriteAsync(context);
        string running = await plane.SubmitAsync("m");
        string waiting = await plane.SubmitAsync("m");
        await stream.Began;
        Assert.Equal(201, (await RegisterAsync(plane, "m")).Status);

        Answer retired = await PostAsync(plane, $"{Models}/m/state", "{\"state\":\"Retired\"}");
        Assert.Equal((200, "Retired"), (retired.Status, retired.Json.GetProperty("state").GetString()));

        using HttpResponseMessage chat = await plane.ChatAsync("m");
        Answer refused = await Answer.OfAsync(chat);
        Assert.Equal((404, "MODEL_NOT_AVAILABLE"), (refused.Status, refused.Code));
        Assert.Contains("retired", refused.Error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Answer task = await PostAsync(plane, "/v2/tasks", Body.Task("m"));
        Assert.Equal((404, "MODEL_NOT_AVAILABLE"), (task.Status, task.Code));
        Assert.Empty((await plane.GetAsync("/v1/models")).Json.GetProperty("data").EnumerateArray());
        await plane.MetricIsAsync(1, "model_state", ("model_id", "m"), ("state", "Retired"));

        node.Infer = (_, context) => NodeAnswers.StreamAsync(context, NodeAnswers.Token("x"), NodeAnswers.End);
        stream.End();
        await plane.TaskIsAsync(running, "completed");
        await plane.TaskIsAsync(waiting, "completed");

        await PostAsync(plane, $"{Models}/m/state", "{\"state\":\"Active\"}");
        await plane.SubmitAsync("m");
    }

    [Fact]
    public async Task A_pool_with_another_file_gets_no_task_until_its_file_is_the_right_one()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync();
        await using FakeNode good = await FakeNode.StartAsync("good", "m", 1);
        await using FakeNode bad = await FakeNode.StartAsync("bad", "m", 1);
        await using FakeNode other = await FakeNode.StartAsync("other", "n", 1);
        Have(good, Right);
        Have(bad, Wrong);
        await plane.JoinAsync(good);
        await plane.JoinAsync(bad);
        await plane.JoinAsync(other);

        await RegisterAsync(plane, "m", Right.Value);

        await plane.PoolIsAsync(bad.Pool, available: false);
        for (int number = 0; number < 4; number++)
        {
            using HttpResponseMessage chat = await plane.ChatAsync("m");
            Assert.True(chat.IsSuccessStatusCode);
            await chat.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }

        Assert.Equal((4, 0), (good.Dispatches.Count, bad.Dispatches.Count));
        Answer verification = await PostAsync(plane, $"{Models}/m/verify", string.Empty);
        Assert.Equal(
            [("bad", "mismatch"), ("good", "verified"), ("other", "absent")],
            verification.Json.GetProperty("nodes").EnumerateArray().Select(node =>
                (node.GetProperty("node_id").GetString()!, node.GetProperty("result").GetString()!)));
        // Once when the catalog came to demand it, once by the request.
        await plane.MetricIsAsync(2, "catalog_verifications_total", ("result", "mismatch"));
        Answer pool = await plane.GetAsync($"/v2/pools/{bad.Pool}/health");
        Assert.Contains("catalog", pool.Json.GetProperty("last_error").GetString(), StringComparison.Ordinal);

        Have(bad, Right);
        (await bad.HeartbeatAsync(plane.Http)).EnsureSuccessStatusCode();
        await plane.PoolIsAsync(bad.Pool, available: true);
    }

    [Fact]
    public async Task A_fleet_with_only_wrong_files_refuses_and_a_digest_that_is_not_known_yet_is_waited_for()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync();
        await RegisterAsync(plane, "m", Right.Value);
        await using FakeNode node = await FakeNode.StartAsync("n1", "m", 1);
        Have(node, Wrong);
        await node.RegisterAsync(plane.Http);
        using (HttpResponseMessage chat = await plane.ChatAsync("m"))
            Assert.Equal("POOL_UNREADY", (await Answer.OfAsync(chat)).Code);

        Have(node, null);
        (await node.HeartbeatAsync(plane.Http)).EnsureSuccessStatusCode();
        await plane.MetricIsAsync(0, "orchd_pools_available", ("pool_id", node.Pool));
        string waiting = await UntilTakenAsync(plane);
        Assert.Equal("queued", await plane.TaskStateAsync(waiting));

        node.Infer = (_, context) => NodeAnswers.StreamAsync(context, NodeAnswers.Token("x"), NodeAnswers.End);
        Have(node, Right);
        (await node.HeartbeatAsync(plane.Http)).EnsureSuccessStatusCode();
        await plane.TaskIsAsync(waiting, "completed");
        Assert.Single(node.Dispatches);
    }

    [Fact]
    public async Task The_catalog_outlives_the_process_with_its_digests_and_states()
    {
        using var data = new TemporaryDirectory();
        await using (ControlPlane first = await ControlPlane.StartAsync(("data_dir", data.Path)))
        {
            await RegisterAsync(first, "kept", Right.Value);
            await RegisterAsync(first, "retired");
            await PostAsync(first, $"{Models}/retired/state", "{\"state\":\"Retired\"}");
            await RegisterAsync(first, "gone");
            using HttpResponseMessage deleted = await first.Http.DeleteAsync(
                new Uri(first.Url, $"{Models}/gone"), TestContext.Current.CancellationToken);
            Assert.Equal(204, (int)deleted.StatusCode);
        }

        await using ControlPlane second = await ControlPlane.StartAsync(("data_dir", data.Path));
        await using FakeNode node = await FakeNode.StartAsync("n1", "retired", 1);
        await second.JoinAsync(node);
        Assert.Equal(
            [("kept", "Active", Right.Value), ("retired", "Retired", null)],
            (await second.GetAsync(Models)).Json.EnumerateArray().Select(model => (
                model.GetProperty("model_id").GetString()!,
                model.GetProperty("state").GetString()!,
                model.TryGetProperty("digest", out JsonElement digest) ? digest.GetString() : null)));
        using HttpResponseMessage chat = await second.ChatAsync("retired");
        Assert.Equal("MODEL_NOT_AVAILABLE", (await Answer.OfAsync(chat)).Code);
    }

    [Fact]
    public async Task Availability_tells_replicated_models_from_those_on_one_node()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync();
        await using FakeNode one = await plane.JoinAsync(await FakeNode.StartAsync("n1", "both", 1, 2));
        await using FakeNode two = await plane.JoinAsync(await FakeNode.StartAsync("n2", "both", 1));
        await using FakeNode three = await plane.JoinAsync(await FakeNode.StartAsync("n3", "single", 1));

        JsonElement found = (await plane.GetAsync("/v2/catalog/availability")).Json;

        Assert.Equal(
            (1, 1, 2),
            (found.GetProperty("replicated_models").GetInt32(), found.GetProperty("single_node_models").GetInt32(),
                found.GetProperty("total_models").GetInt32()));
        JsonElement pools = found.GetProperty("nodes")[0].GetProperty("models")[0].GetProperty("pools");
        Assert.Equal(
            ["n1-p0", "n1-p1"], pools.EnumerateArray().Select(pool => pool.GetProperty("pool_id").GetString()));
    }

    [Theory]
    [InlineData("{\"model_id\":\"m\",\"reference\":\"file:/a/../b\"}", "reference")]
    [InlineData("{\"model_id\":\"m\",\"reference\":\"hf:a/b\",\"digest\":\"sha256:x\"}", "digest")]
    [InlineData("{\"model_id\":\"m\",\"reference\":\"hf:a/b\",\"size_bytes\":-1}", "size_bytes")]
    [InlineData("{\"model_id\":\"a b\",\"reference\":\"hf:a/b\"}", "model_id")]
    [InlineData("{\"model_id\":\"m\",\"reference\":\"hf:a/b\",\"state\":\"Gone\"}", "state")]
    [InlineData("{\"model_id\":\"m\",\"reference\":\"hf:a/b\",\"state\":1}", "state")]
    [InlineData("{\"model_id\":\"m\"}", "reference")]
    [InlineData("{\"model_id\":\"m\",\"reference\":3}", "reference")]
    public async Task A_registration_that_is_wrong_names_its_field_and_changes_nothing(string body, string field)
    {
        await using ControlPlane plane = await ControlPlane.StartAsync();

        Answer refused = await PostAsync(plane, Models, body);

        Assert.Equal((400, "INVALID_PARAMS"), (refused.Status, refused.Code));
        Assert.Equal(field, refused.Error.GetProperty("field").GetString());
        Assert.DoesNotContain("LlamaOrch", refused.Error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty((await plane.GetAsync(Models)).Json.EnumerateArray());
    }

    [Fact]
    public async Task Another_registration_of_a_name_is_a_conflict_and_the_same_one_is_none()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync();
        Assert.Equal(201, (await RegisterAsync(plane, "m")).Status);
        Assert.Equal(200, (await RegisterAsync(plane, "m")).Status);
        Answer other = await RegisterAsync(plane, "m", Right.Value);

        Assert.Equal((409, "CONFLICT"), (other.Status, other.Code));
        Assert.Equal(404, (await PostAsync(plane, $"{Models}/never/verify", string.Empty)).Status);
        Assert.Equal(404, (await PostAsync(plane, $"{Models}/never/state", "{\"state\":\"Retired\"}")).Status);
    }

    [Fact]
    public async Task Every_series_of_the_catalog_is_there_at_zero_from_the_start()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync();

        MetricsScrape scrape = await plane.ScrapeAsync();

        foreach (string result in (string[])["verified", "mismatch", "pending", "absent", "unknown"])
            Assert.True(scrape.Has("catalog_verifications_total", ("result", result)), result);
        Assert.True(scrape.Has("model_state", ("model_id", "unknown"), ("state", "Retired")));
        Assert.True(scrape.Has("task_records_total", ("outcome", "lost")));
        Assert.Equal(0, scrape.Sum("catalog_verifications_total") + scrape.Sum("model_state"));
    }

    private static void Have(FakeNode node, Sha256Digest? digest) => node.Reports[node.Pool] =
        node.Reports[node.Pool] with { Models = [new ModelReport(new ModelId(node.Model), 1, digest)] };

    /// <summary>Submits until the pool has been polled, so that it is only its digest which is waited for.</summary>
    private static async Task<string> UntilTakenAsync(ControlPlane plane)
    {
        Answer? taken = null;
        await Eventually.HoldsAsync("a task is taken", async () =>
        {
            taken = await PostAsync(plane, "/v2/tasks", Body.Task("m"));
            return taken.Status == 202;
        });
        return taken!.Json.GetProperty("task_id").GetString()!;
    }

    private static Task<Answer> RegisterAsync(ControlPlane plane, string model, string? digest = null) => PostAsync(
        plane,
        Models,
        JsonSerializer.Serialize(new { model_id = model, reference = "hf:org/repo/m.gguf@main", digest }));

    private static async Task<Answer> PostAsync(ControlPlane plane, string path, string body)
    {
        using HttpResponseMessage response = await plane.PostAsync(path, body);
        return await Answer.OfAsync(response);
    }
}
