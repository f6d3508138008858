using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text.Json;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Orchestrator.Tests.Scenes;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

[Trait("lane", "integration")]
public sealed class ArtifactTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(16 * 1024)]
    [InlineData(16 * 1024 + 1)]
    [InlineData(1_000_000)]
    public async Task Content_comes_back_by_its_digest_with_its_type_over_restarts_too(int size)
    {
        using var data = new TemporaryDirectory();
        byte[] content = RandomNumberGenerator.GetBytes(size);
        string id = Sha256Digest.Of(SHA256.HashData(content)).Value;
        await using (ControlPlane first = await ControlPlane.StartAsync(("data_dir", data.Path)))
        {
            Answer stored = await StoreAsync(first, content, "text/x-notes");
            Assert.Equal(201, stored.Status);
            Assert.Equal(id, stored.Json.GetProperty("artifact_id").GetString());
            Assert.Equal($"/v2/artifacts/{id}", stored.Header("Location"));
            await StoreAsync(first, content, "text/x-notes");
            await first.MetricIsAsync(size, "artifacts_bytes");
        }

        await using ControlPlane second = await ControlPlane.StartAsync(("data_dir", data.Path));
        using HttpResponseMessage found = await GetAsync(second, id);
        Assert.Equal(content, await found.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal("text/x-notes", found.Content.Headers.ContentType!.ToString());
        Assert.Equal($"\"{id}\"", found.Headers.ETag!.Tag);
        Assert.Equal("nosniff", found.Headers.GetValues("X-Content-Type-Options").Single());
        using HttpResponseMessage again = await GetAsync(second, id, found.Headers.ETag);
        Assert.Equal(304, (int)again.StatusCode);
        Assert.Empty(Directory.GetFiles(data.File("artifacts", "unfinished")));
    }

    [Fact]
    public async Task What_is_not_there_is_not_found_and_what_is_no_digest_is_refused()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync();

        Assert.Equal(404, (await plane.GetAsync($"/v2/artifacts/sha256:{new string('a', 64)}")).Status);
        Assert.Equal(400, (await plane.GetAsync("/v2/artifacts/sha256:..%2F..%2Fetc")).Status);
        Assert.Equal(400, (await plane.GetAsync("/v2/artifacts/x")).Status);
    }

    [Fact]
    public async Task What_is_larger_than_a_body_may_be_is_refused_and_leaves_nothing_behind()
    {
        using var data = new TemporaryDirectory();
        await using ControlPlane plane = await ControlPlane.StartAsync(
            ("data_dir", data.Path), ("body_bytes_max", 100_000));

        Assert.Equal(413, (await StoreAsync(plane, new byte[100_001], "a/b")).Status);
        Assert.Equal(201, (await StoreAsync(plane, new byte[100_000], "a/b")).Status);
        Assert.Empty(Directory.GetFiles(data.File("artifacts", "unfinished")));
    }

    [Fact]
    public async Task The_oldest_goes_when_there_is_too_much_and_its_file_with_it()
    {
        using var data = new TemporaryDirectory();
        await using ControlPlane plane = await ControlPlane.StartAsync(
            ("data_dir", data.Path), ("artifacts_bytes_max", 1 << 20));
        byte[] first = RandomNumberGenerator.GetBytes(600_000);
        byte[] second = RandomNumberGenerator.GetBytes(600_000);
        await StoreAsync(plane, first, "a/b");

        await StoreAsync(plane, second, "a/b");

        Assert.Equal(404, (await plane.GetAsync($"/v2/artifacts/{IdOf(first)}")).Status);
        using HttpResponseMessage kept = await GetAsync(plane, IdOf(second));
        Assert.True(kept.IsSuccessStatusCode);
        await plane.MetricIsAsync(600_000, "artifacts_bytes");
        Assert.Single(Directory.GetFiles(data.File("artifacts"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_file_of_an_earlier_life_that_nobody_knows_is_removed_at_the_start()
    {
        using var data = new TemporaryDirectory();
        string orphan = data.File("artifacts", "aa", new string('a', 64));
        Directory.CreateDirectory(Path.GetDirectoryName(orphan)!);
        await File.WriteAllTextAsync(orphan, "x", TestContext.Current.CancellationToken);
        Directory.CreateDirectory(data.File("artifacts", "unfinished"));
        await File.WriteAllTextAsync(
            data.File("artifacts", "unfinished", "half"), "x", TestContext.Current.CancellationToken);

        await using ControlPlane plane = await ControlPlane.StartAsync(("data_dir", data.Path));

        Assert.Empty(Directory.GetFiles(data.File("artifacts"), "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_task_leaves_a_record_however_it_ends_and_no_word_of_its_prompt()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync();
        await using FakeNode node = await plane.JoinAsync(await FakeNode.StartAsync("n1", "m", 1));
        node.Infer = (_, context) => NodeAnswers.StreamAsync(context, NodeAnswers.Token("x"), NodeAnswers.End);
        JsonElement completed = await RecordAsync(plane, await SubmitAsync(plane));
        node.Infer = (_, context) => NodeAnswers.RefuseAsync(context, ErrorCode.PoolUnavailable);
        JsonElement failed = await RecordAsync(plane, await SubmitAsync(plane));
        await plane.PoolIsAsync(node.Pool, available: true);
        var stream = new DrivenStream();
        node.Infer = (_, context) => stream.WriteAsync(context);
        string canceled = await SubmitAsync(plane);
        await stream.Began;
        await plane.CancelAsync(canceled);

        Assert.Equal("completed", completed.GetProperty("state").GetString());
        Assert.Equal("n1-p0", completed.GetProperty("placement").GetProperty("pool_id").GetString());
        Assert.Equal(7, completed.GetProperty("tokens").GetProperty("in").GetInt32());
        Assert.Equal(3, completed.GetProperty("tokens").GetProperty("out").GetInt32());
        Assert.True(completed.GetProperty("timings").TryGetProperty("total_ms", out _));
        JsonElement request = completed.GetProperty("request");
        Assert.Equal(5, request.GetProperty("max_tokens").GetInt32());
        Assert.Equal(13, request.GetProperty("prompt").GetProperty("length_bytes").GetInt32());
        Assert.Equal(
            IdOf("secret prompt"u8.ToArray()), request.GetProperty("prompt").GetProperty("digest").GetString());
        Assert.DoesNotContain("secret", completed.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("failed", failed.GetProperty("state").GetString());
        Assert.NotEmpty(failed.GetProperty("error").GetProperty("code").GetString()!);
        Assert.Equal("canceled", (await RecordAsync(plane, canceled)).GetProperty("state").GetString());
        await plane.MetricIsAsync(3, "task_records_total", ("outcome", "written"));
    }

    [Fact]
    public async Task A_record_keeps_the_prompt_where_the_settings_say_so()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync(("artifacts_prompts", true));
        await using FakeNode node = await plane.JoinAsync(await FakeNode.StartAsync("n1", "m", 1));
        node.Infer = (_, context) => NodeAnswers.StreamAsync(context, NodeAnswers.Token("x"), NodeAnswers.End);

        JsonElement record = await RecordAsync(plane, await SubmitAsync(plane));

        Assert.Equal("secret prompt", record.GetProperty("request").GetProperty("prompt").GetString());
    }

    private static async Task<string> SubmitAsync(ControlPlane plane)
    {
        using HttpResponseMessage response = await plane.PostAsync(
            "/v2/tasks", "{\"model\":\"m\",\"prompt\":\"secret prompt\",\"max_tokens\":5,\"stop\":\"secret\"}");
        return (await Answer.OfAsync(response)).Json.GetProperty("task_id").GetString()!;
    }

    private static async Task<JsonElement> RecordAsync(ControlPlane plane, string task)
    {
        string? id = null;
        await Eventually.HoldsAsync($"task {task} has a record", async () =>
        {
            Answer view = await plane.GetAsync($"/v2/tasks/{task}");
            id = view.Json.TryGetProperty("artifact_id", out JsonElement artifact) ? artifact.GetString() : null;
            return id is not null;
        });
        return (await plane.GetAsync($"/v2/artifacts/{id}")).Json;
    }

    private static string IdOf(byte[] content) => Sha256Digest.Of(SHA256.HashData(content)).Value;

    private static async Task<Answer> StoreAsync(ControlPlane plane, byte[] content, string type)
    {
        using var body = new ByteArrayContent(content) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
        using HttpResponseMessage response = await plane.Http.PostAsync(
            new Uri(plane.Url, "/v2/artifacts"), body, TestContext.Current.CancellationToken);
        return await Answer.OfAsync(response);
    }

    private static Task<HttpResponseMessage> GetAsync(
        ControlPlane plane, string id, EntityTagHeaderValue? known = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(plane.Url, $"/v2/artifacts/{id}"));
        if (known is not null)
            request.Headers.IfNoneMatch.Add(known);
        return plane.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
