using System.Text.Json;
using LlamaOrch.Orchestrator.Tests.Scenes;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

[Trait("lane", "integration")]
public sealed class ModelTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    [Theory]
    [InlineData("/v1/models/vendor/model:7b")]
    [InlineData("/v1/models/vendor%2Fmodel%3A7b")]
    public async Task Model_is_found_by_an_id_with_slashes_escaped_or_not(string path)
    {
        await using FakeNode node = await shared.Plane.JoinAsync(
            await FakeNode.StartAsync("slash" + path.Length, "vendor/model:7b", 1));

        Answer found = await shared.Plane.GetAsync(path);

        Assert.Equal(200, found.Status);
        Assert.Equal("vendor/model:7b", found.Json.GetProperty("id").GetString());
        Assert.Equal("model", found.Json.GetProperty("object").GetString());
        await node.DeregisterAsync(shared.Plane.Http);
    }

    [Theory]
    [InlineData("/v1/models/none")]
    [InlineData("/v1/models/..%2f..%2fetc")]
    public async Task Model_that_no_node_serves_is_not_available(string path)
    {
        Answer none = await shared.Plane.GetAsync(path);

        Assert.Equal((404, "MODEL_NOT_AVAILABLE"), (none.Status, none.Code));
        Assert.Equal("model", none.Error.GetProperty("param").GetString());
    }

    [Fact]
    public async Task Context_is_told_under_the_names_that_clients_read()
    {
        await using FakeNode node = await shared.NodeAsync(1, 1);
        string[] pools = [.. node.Pools];
        node.Reports[pools[0]] = node.Reports[pools[0]] with { ContextTokens = 2048 };
        node.Reports[pools[1]] = node.Reports[pools[1]] with { ContextTokens = 8192 };
        (await node.HeartbeatAsync(shared.Plane.Http)).Dispose();
        Answer one = await shared.Plane.GetAsync($"/v1/models/{node.Model}");
        JsonElement listed = (await shared.Plane.GetAsync("/v1/models")).Json.GetProperty("data").EnumerateArray()
            .Single(model => model.GetProperty("id").GetString() == node.Model);

        Assert.Equal(one.Text, listed.GetRawText());
        foreach (string name in (string[])["context_length", "max_model_len", "context_window", "max_context_length"])
            Assert.Equal(8192, listed.GetProperty(name).GetInt32());
        Assert.Equal(8192, listed.GetProperty("meta").GetProperty("n_ctx_train").GetInt32());
        Assert.InRange(
            listed.GetProperty("created").GetInt64(), 1_700_000_000, DateTimeOffset.UtcNow.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task Context_that_nobody_knows_is_not_told()
    {
        await using FakeNode node = await shared.NodeAsync();

        Answer one = await shared.Plane.GetAsync($"/v1/models/{node.Model}");

        Assert.False(one.Json.TryGetProperty("context_length", out _));
        Assert.False(one.Json.TryGetProperty("meta", out _));
    }

    [Fact]
    public async Task Answer_carries_its_id_under_OpenAIs_name_too()
    {
        Answer list = await shared.Plane.GetAsync("/v1/models");

        Assert.Equal(list.Header("X-Correlation-Id"), list.Header("x-request-id"));
    }
}
