using System.Net;
using System.Net.Sockets;
using System.Text;
using LlamaOrch.Hosting.OpenApi;
using LlamaOrch.Orchestrator.Tests.Scenes;
using LlamaOrch.TestKit.Api;
using LlamaOrch.TestKit.Files;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

/// <summary>Text that is not Unicode, everywhere where a caller may send text.</summary>
[Trait("lane", "integration")]
public sealed class BrokenTextTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    private readonly ControlPlane plane = shared.Plane;

    [Fact]
    public async Task Every_body_with_broken_text_is_a_400_that_names_the_field()
    {
        string document = (await plane.GetAsync(ApiDocumentFeature.DocumentPath)).Text;
        List<string> wrong = [];
        int sent = 0;
        foreach ((string method, string path, byte[] body) in BrokenBodies.Of(document))
        {
            sent++;
            Answer answer = await SendAsync(method, path, body);
            bool isWhole = body[0] != '{';
            if (answer.Status != 400 || answer.Code != "INVALID_PARAMS" || (FieldOf(answer) is null && !isWhole))
                wrong.Add($"{method} {path} {Encoding.Latin1.GetString(body)}: {answer.Status} {answer.Text}");
        }

        Assert.True(sent > 500, $"only {sent} bodies");
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {sent}:\n{string.Join('\n', wrong.Take(20))}");
    }

    [Theory]
    [InlineData(@"{""model"":""m\ud83d"",""messages"":[]}", "model")]
    [InlineData(@"{""mod\udc00el"":""m"",""messages"":[]}", @"mod\udc00el")]
    [InlineData(@"{""model"":""m"",""messages"":[{""a"":1},{""content"":""x \uD83D""}]}", "messages[1].content")]
    [InlineData(@"{""model"":""m"",""user"":{""a"":[1,[""\ud83d\ud83d\ude00""]]}}", "user.a[1][0]")]
    public async Task The_field_is_told_by_its_path(string body, string field)
    {
        foreach (string path in (string[])["/v1/chat/completions", "/v2/tasks"])
            Assert.Equal(field, FieldOf(await SendAsync("POST", path, Encoding.UTF8.GetBytes(body))));
    }

    [Theory]
    [InlineData(@"a \ud83d\ude00 b")]
    [InlineData(@"a \uD83D\uDE00")]
    [InlineData(@"a \\ud83d b")]
    [InlineData(@"\\\\ud83d \ufffd \u0000")]
    [InlineData("ä 😀")]
    public async Task Whole_characters_pass_however_they_are_written(string content)
    {
        await using FakeNode node = await shared.NodeAsync();
        string body = $$"""{"model":"{{node.Model}}","messages":[{"role":"user","content":"{{content}}"}]}""";

        Answer answer = await SendAsync("POST", "/v1/chat/completions", Encoding.UTF8.GetBytes(body));

        Assert.Equal(200, answer.Status);
        Assert.Equal(body, Encoding.UTF8.GetString(node.Dispatches[0].Body));
    }

    [Fact]
    public async Task Broken_escapes_in_a_path_or_a_query_are_no_defect()
    {
        string[] broken = ["%FF", "%C3", "%ED%A0%BD", "%00", "%", "%zz", "a%2F..%2Fb", "%E2%82"];
        IEnumerable<string> paths = ApiDocument.Operations((await plane.GetAsync(ApiDocumentFeature.DocumentPath)).Text)
            .Where(operation => operation.StartsWith("GET ", StringComparison.Ordinal))
            .Select(operation => operation[4..]);
        foreach (string path in paths)
        {
            foreach (string text in broken)
            {
                string target = path.Contains("{id}", StringComparison.Ordinal)
                    ? path.Replace("{id}", text, StringComparison.Ordinal)
                    : $"{path}?q={text}&{text}=1";
                string status = await RawAsync($"GET {target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
                Assert.False(status.StartsWith("HTTP/1.1 500", StringComparison.Ordinal), $"{target}: {status}");
            }
        }
    }

    [Theory]
    [InlineData("X-Name: Jos\u00e9")]
    [InlineData("User-Agent: caf\u00e9/1")]
    [InlineData("X-Correlation-Id: caf\u00e9")]
    [InlineData("traceparent: \u00e9")]
    [InlineData("tracestate: a=\u00e9")]
    [InlineData("Origin: http://caf\u00e9.example")]
    [InlineData("Content-Type: application/json; name=\u00e9")]
    public async Task A_header_with_a_byte_of_latin_1_is_served(string header)
    {
        await using FakeNode node = await shared.NodeAsync();
        string body = Body.Chat(node.Model);

        string answer = await RawAsync(
            $"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{header}\r\n"
            + $"Content-Length: {body.Length}\r\n\r\n{body}");

        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Single(node.Dispatches);
    }

    private async Task<Answer> SendAsync(string method, string path, byte[] body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(plane.Url, path))
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } },
        };
        using HttpResponseMessage response = await plane.Http.SendAsync(request);
        return await Answer.OfAsync(response);
    }

    private async Task<string> RawAsync(string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, plane.Url.Port);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);
        return await reader.ReadToEndAsync();
    }

    private static string? FieldOf(Answer answer) =>
        answer.Error.TryGetProperty("param", out var field) || answer.Error.TryGetProperty("field", out field)
            ? field.GetString()
            : null;
}
