using LlamaOrch.Orchestrator.Tests.Scenes;
using LlamaOrch.TestKit.Proxies;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

/// <summary>Streams behind a real nginx with its default settings.</summary>
[Trait("lane", "integration")]
public sealed class NginxTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    private readonly ControlPlane plane = shared.Plane;

    [Fact(Timeout = 120_000)]
    public async Task Each_token_comes_through_before_the_next_one_is_made()
    {
        await using FakeNode node = await shared.NodeAsync();
        await using NginxServer nginx = await NginxServer.StartAsync(plane.Url);
        var stream = new DrivenStream();
        node.Infer = (_, context) => stream.WriteAsync(context);
        stream.PushToken("one");
        using HttpResponseMessage response = await AskAsync(nginx, node);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());

        foreach (string text in (string[])["one", "two", "three"])
        {
            string? line = string.Empty;
            while (line?.Contains($"\"{text}\"", StringComparison.Ordinal) == false)
                line = await lines.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.NotNull(line);
            stream.PushToken(text == "one" ? "two" : "three");
        }

        stream.End();
    }

    [Fact(Timeout = 120_000)]
    public async Task Events_of_a_task_come_through_before_its_end()
    {
        await using FakeNode node = await shared.NodeAsync();
        await using NginxServer nginx = await NginxServer.StartAsync(plane.Url);
        var stream = new DrivenStream();
        node.Infer = (_, context) => stream.WriteAsync(context);
        stream.PushToken("one");
        string task = await plane.SubmitAsync(node.Model);
        using HttpResponseMessage response = await plane.Http.GetAsync(
            new Uri(nginx.Url, $"/v2/tasks/{task}/events"), HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());

        string? line = string.Empty;
        while (line?.Contains("\"one\"", StringComparison.Ordinal) == false)
            line = await lines.ReadLineAsync(TestContext.Current.CancellationToken);

        Assert.NotNull(line);
        stream.End();
    }

    [Fact(Timeout = 120_000)]
    public async Task Stream_that_is_cut_off_breaks_behind_it_too()
    {
        await using FakeNode node = await shared.NodeAsync();
        await using NginxServer nginx = await NginxServer.StartAsync(plane.Url);
        node.Infer = (_, context) => NodeAnswers.StreamAsync(context, NodeAnswers.Token("one"));
        using HttpResponseMessage response = await AskAsync(nginx, node);
        using var text = new MemoryStream();

        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            await using Stream body = await response.Content.ReadAsStreamAsync();
            await body.CopyToAsync(text, TestContext.Current.CancellationToken);
        });

        Assert.Contains(
            "event: error", System.Text.Encoding.UTF8.GetString(text.ToArray()), StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> AskAsync(NginxServer nginx, FakeNode node) => plane.Http.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, new Uri(nginx.Url, "/v1/chat/completions"))
        {
            Content = new StringContent(
                Body.Chat(node.Model, stream: true), System.Text.Encoding.UTF8, "application/json"),
        },
        HttpCompletionOption.ResponseHeadersRead);
}
