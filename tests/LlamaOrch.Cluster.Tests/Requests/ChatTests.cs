using System.Net;
using System.Text.Json;
using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.TestKit.Streams;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Requests;

[Trait("lane", "cluster")]
public sealed class ChatTests(RealFleet real) : IClassFixture<RealFleet>
{
    [Fact]
    public async Task Chat_answers_with_text_and_its_token_counts()
    {
        using HttpResponseMessage response = await real.Fleet.ChatAsync(TestPool.RealModel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        JsonElement choice = answer.RootElement.GetProperty("choices")[0];
        Assert.Equal("assistant", choice.GetProperty("message").GetProperty("role").GetString());
        Assert.NotEmpty(choice.GetProperty("message").GetProperty("content").GetString()!);
        JsonElement usage = answer.RootElement.GetProperty("usage");
        Assert.InRange(usage.GetProperty("completion_tokens").GetInt32(), 1, 12);
        Assert.True(usage.GetProperty("prompt_tokens").GetInt32() > 0);
    }

    [Fact]
    public async Task Chat_stream_brings_text_piece_by_piece_and_ends_with_done()
    {
        using HttpResponseMessage response = await real.Fleet.ChatAsync(TestPool.RealModel, stream: true);

        IReadOnlyList<StreamEvent> events = await ServerSentEvents.ReadAllAsync(response);

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal("[DONE]", events[^1].Data);
        IEnumerable<string?> pieces = events.SkipLast(1)
            .SelectMany(piece => piece.Field("choices").EnumerateArray())
            .Select(choice => choice.GetProperty("delta"))
            .Where(delta => delta.TryGetProperty("content", out JsonElement text)
                && text.ValueKind == JsonValueKind.String)
            .Select(delta => delta.GetProperty("content").GetString());
        Assert.True(pieces.Count() > 1);
    }

    [Fact]
    public async Task Chat_with_a_model_that_no_node_has_is_refused_in_OpenAIs_shape()
    {
        using HttpResponseMessage response = await real.Fleet.ChatAsync("no-such-model");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal("MODEL_NOT_AVAILABLE", answer.RootElement.GetProperty("error").GetProperty("code").GetString());
    }

    [Fact]
    public async Task Models_list_has_what_the_pools_serve()
    {
        var models = await real.Fleet.Client.ListModelsAsync();

        Assert.Equal(TestPool.RealModel, Assert.Single(models).Id.Value);
    }
}
