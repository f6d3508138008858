using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.PoolManager.Tests.Fixtures;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Waiting;

namespace LlamaOrch.PoolManager.Tests.Models;

[Trait("lane", "integration")]
public sealed class RegistrationTests : IDisposable
{
    private const string Content = StubGguf.Header + "model";

    private static readonly string Digest = Sha256Digest.Of(SHA256.HashData(Encoding.UTF8.GetBytes(Content))).Value;

    private readonly TemporaryDirectory folder = new();

    public RegistrationTests()
    {
        Directory.CreateDirectory(folder.File("models", "sub"));
        File.WriteAllText(folder.File("models", "sub", "a.gguf"), Content);
        File.WriteAllText(folder.File("outside.gguf"), Content);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_file_is_verified_offered_as_staged_and_still_there_after_a_restart()
    {
        await using FakeOrchestrator plane = await FakeOrchestrator.StartAsync();
        string[] joined = ["--orchestrator_url", plane.Url.ToString(), "--node_id", "n1"];
        await using (Node first = await StartAsync(joined))
        {
            JsonElement taken = await RegisterAsync(first, "org/m", "sub/a.gguf", Digest, status: 202);
            Assert.Equal(Path.Combine("sub", "a.gguf"), taken.GetProperty("file").GetString());
            await StateIsAsync(first, "org/m", "verified");
            await Eventually.HoldsAsync("it is offered", () => plane.Heartbeats.Any(beat =>
                beat.Models is [{ } staged] && staged.ModelId.Value == "org/m" && staged.Digest?.Value == Digest));
        }

        await using Node second = await StartAsync(joined);
        await Eventually.HoldsAsync("it registers again", () => plane.Registrations.Count == 2);
        Assert.Equal(Digest, Assert.Single(plane.Registrations.Last().Models!).Digest?.Value);
        using HttpResponseMessage removed = await second.Http.DeleteAsync(
            "/v2/models/org%2Fm", TestContext.Current.CancellationToken);
        Assert.Equal(204, (int)removed.StatusCode);
        Assert.Empty((await ListAsync(second)).EnumerateArray());
        Assert.True(File.Exists(folder.File("models", "sub", "a.gguf")));
    }

    [Fact]
    public async Task A_file_that_is_not_what_was_said_is_a_mismatch_and_not_offered()
    {
        await using FakeOrchestrator plane = await FakeOrchestrator.StartAsync();
        plane.HeartbeatMs = 100;
        await using Node node = await StartAsync(["--orchestrator_url", plane.Url.ToString(), "--node_id", "n1"]);
        await RegisterAsync(node, "m", "sub/a.gguf", Sha256Digest.Of(new byte[32]).Value, status: 202);

        await StateIsAsync(node, "m", "mismatch");
        int seen = plane.Heartbeats.Count;
        await Eventually.HoldsAsync("it reports again", () => plane.Heartbeats.Count > seen + 1);
        Assert.Empty(plane.Heartbeats.Last().Models!);
    }

    [Theory]
    [InlineData("../outside.gguf")]
    [InlineData("sub/../../outside.gguf")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    [InlineData("sub/a\u0000.gguf")]
    [InlineData("sub")]
    [InlineData("none.gguf")]
    [InlineData("link.gguf")]
    [InlineData("way/outside.gguf")]
    [InlineData("text.gguf")]
    public async Task A_path_that_leads_out_or_to_no_model_is_refused_by_its_field(string path)
    {
        File.CreateSymbolicLink(folder.File("models", "link.gguf"), "../outside.gguf");
        Directory.CreateSymbolicLink(folder.File("models", "way"), "..");
        await File.WriteAllTextAsync(
            folder.File("models", "text.gguf"), "no model", TestContext.Current.CancellationToken);
        await using Node node = await StartAsync([]);

        JsonElement refused = await RegisterAsync(node, "m", path, digest: null, status: 400);

        Assert.Equal("path", refused.GetProperty("field").GetString());
        Assert.Empty((await ListAsync(node)).EnumerateArray());
    }

    [Fact]
    public async Task Another_file_under_a_name_is_a_conflict_and_a_digest_that_is_none_is_refused()
    {
        File.WriteAllText(folder.File("models", "b.gguf"), Content);
        Node node = await StartAsync([]);
        await RegisterAsync(node, "m", "sub/a.gguf", digest: null, status: 202);

        await RegisterAsync(node, "m", "b.gguf", digest: null, status: 409);
        await RegisterAsync(node, "m", "sub/a.gguf", digest: null, status: 202);
        JsonElement refused = await RegisterAsync(node, "n", "b.gguf", "sha256:1", status: 400);
        Assert.Equal("digest", refused.GetProperty("field").GetString());
        await StateIsAsync(node, "m", "unpinned");
        await node.DisposeAsync();

        await using Node again = await StartAsync([]);
        await StateIsAsync(again, "m", "unpinned");
    }

    [Fact]
    public async Task A_node_without_a_folder_for_models_takes_none()
    {
        await using Node node = await Node.StartAsync([]);

        await RegisterAsync(node, "m", "/etc/passwd", digest: null, status: 403);
    }

    private static async Task<JsonElement> RegisterAsync(
        Node node, string model, string path, string? digest, int status)
    {
        using HttpResponseMessage response = await node.Http.PostAsJsonAsync(
            "/v2/models", new { model_id = model, path, digest }, TestContext.Current.CancellationToken);
        JsonElement answer = JsonDocument.Parse(
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        Assert.True((int)response.StatusCode == status, answer.GetRawText());
        return answer;
    }

    private static async Task<JsonElement> ListAsync(Node node) =>
        JsonDocument.Parse(await node.Http.GetStringAsync("/v2/models")).RootElement;

    private static Task StateIsAsync(Node node, string model, string state) => Eventually.HoldsAsync(
        $"{model} is {state}",
        async () => (await ListAsync(node)).EnumerateArray().Any(found =>
            found.GetProperty("model_id").GetString() == model && found.GetProperty("state").GetString() == state));

    private Task<Node> StartAsync(string[] settings) => Node.StartAsync(
        ["--data_dir", folder.File("data"), "--models_dir", folder.File("models"), .. settings]);
}
