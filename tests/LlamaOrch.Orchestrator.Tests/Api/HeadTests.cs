using LlamaOrch.Hosting.OpenApi;
using LlamaOrch.Orchestrator.Tests.Scenes;
using LlamaOrch.TestKit.Files;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

[Trait("lane", "integration")]
public sealed class HeadTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    private readonly ControlPlane plane = shared.Plane;

    [Fact]
    public async Task Head_is_answered_like_get_without_a_body_wherever_there_is_a_get()
    {
        string document = (await plane.GetAsync(ApiDocumentFeature.DocumentPath)).Text;
        IEnumerable<string> paths = ApiDocument.Operations(document)
            .Where(operation => operation.StartsWith("GET ", StringComparison.Ordinal))
            .Select(operation => operation[4..].Replace("{id}", "nothing", StringComparison.Ordinal))
            .Concat([ApiDocumentFeature.DocumentPath, "/docs/", "/docs/scalar.js"]);
        foreach (string path in paths)
        {
            Answer get = await plane.GetAsync(path);
            Answer head = await SendAsync("HEAD", path);

            Assert.Equal((path, get.Status, string.Empty), (path, head.Status, head.Text));
            Assert.Equal(get.Response.Content.Headers.ContentType, head.Response.Content.Headers.ContentType);
        }
    }

    [Fact]
    public async Task Head_of_a_tasks_events_ends_at_once()
    {
        await using FakeNode node = await shared.NodeAsync();
        node.Infer = (_, context) => NodeAnswers.HangAsync(context);
        string task = await plane.SubmitAsync(node.Model);

        Answer head = await SendAsync("HEAD", $"/v2/tasks/{task}/events");

        Assert.Equal((200, string.Empty), (head.Status, head.Text));
        Assert.Equal("text/event-stream", head.Response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("DELETE", "/v1/chat/completions", "POST")]
    [InlineData("HEAD", "/v1/chat/completions", "POST")]
    [InlineData("OPTIONS", "/v1/models", "GET, HEAD")]
    [InlineData("PUT", "/v2/tasks", "GET, HEAD, POST")]
    [InlineData("POST", "/health", "GET, HEAD")]
    public async Task A_method_that_a_route_does_not_have_is_a_405_that_names_those_it_has(
        string method, string path, string allowed)
    {
        Answer answer = await SendAsync(method, path);

        Assert.Equal(405, answer.Status);
        Assert.Equal(allowed, string.Join(", ", answer.Response.Content.Headers.Allow.Order(StringComparer.Ordinal)));
        if (method != "HEAD")
            Assert.Equal("NOT_FOUND", answer.Code);
    }

    private async Task<Answer> SendAsync(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(plane.Url, path));
        using HttpResponseMessage response = await plane.Http.SendAsync(request);
        return await Answer.OfAsync(response);
    }
}
