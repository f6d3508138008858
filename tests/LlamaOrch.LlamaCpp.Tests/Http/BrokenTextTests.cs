using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using LlamaOrch.LlamaCpp.Http.Endpoints;
using LlamaOrch.LlamaCpp.Tests.Fixtures;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.LlamaCpp.Tests.Http;

/// <summary>Half characters and bytes that are no UTF-8, wherever a client can put text.</summary>
[Trait("lane", "integration")]
[Collection(SharedEngine.Name)]
public sealed class BrokenTextTests(EngineFixture fixture)
{
    public static TheoryData<string, string, string?> Bodies => new()
    {
        { "/completion", """{"prompt":"BROKEN"}""", "prompt" },
        { "/completion", """{"prompt":["x","BROKEN"]}""", "prompt" },
        { "/completion", """{"prompt":"x","model":"BROKEN"}""", "model" },
        { "/completion", """{"prompt":"x","stop":["BROKEN"]}""", "stop" },
        { "/completion", """{"prompt":"x","grammar":"BROKEN"}""", "grammar" },
        { "/completion", """{"prompt":"x","logit_bias":{"BROKEN":1}}""", "logit_bias" },
        { "/completion", """{"prompt":"x","json_schema":{"properties":{"BROKEN":{}}}}""", "json_schema" },
        { "/completion", """{"prompt":"x","json_schema":{"const":"BROKEN"}}""", "json_schema" },
        { "/completion", """{"prompt":"x","BROKEN":1}""", null },
        { "/completion", """{"prompt":"x","unknown":{"a":["BROKEN"]}}""", "unknown" },
        { "/v1/completions", """{"prompt":"x","suffix":"BROKEN"}""", "suffix" },
        { "/v1/chat/completions", """{"messages":[{"role":"BROKEN","content":"x"}]}""", "messages" },
        { "/v1/chat/completions", """{"messages":[{"role":"user","content":"BROKEN"}]}""", "messages" },
        { "/v1/chat/completions", """{"messages":[{"role":"user","content":"x","name":"BROKEN"}]}""", "messages" },
        { "/v1/chat/completions", """{"messages":[{"role":"user","BROKEN":"x"}]}""", "messages" },
        {
            "/v1/chat/completions", """{"messages":[{"role":"user","content":"x"}],"modalities":["BROKEN"]}""",
            "modalities"
        },
        {
            "/v1/chat/completions",
            """{"messages":[{"role":"user","content":"x"}],"response_format":{"type":"BROKEN"}}""", "response_format"
        },
        { "/v1/embeddings", """{"input":"BROKEN"}""", "input" },
        { "/v1/embeddings", """{"input":"x","encoding_format":"BROKEN"}""", "encoding_format" },
        { "/tokenize", """{"content":"BROKEN"}""", "content" },
        { "/apply-template", """{"messages":[{"role":"user","content":"BROKEN"}]}""", "messages" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Text_that_is_no_unicode_is_a_400_with_its_field(string path, string body, string? field)
    {
        foreach (string broken in (string[])["\\ud83d", "\\uDE00x", "a\u00C3", "\u00FF"])
        {
            using var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body.Replace("BROKEN", broken)));
            using HttpResponseMessage response = await fixture.Engine.Client.PostAsync(
                path, content, TestContext.Current.CancellationToken);
            string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.True(response.StatusCode == HttpStatusCode.BadRequest, $"{broken}: {text}");
            JsonElement error = JsonElement.Parse(text).GetProperty("error");
            Assert.Contains("Unicode", error.GetProperty("message").GetString(), StringComparison.Ordinal);
            Assert.Equal(
                field, error.TryGetProperty("param", out JsonElement param) ? param.GetString() : null);
        }
    }

    [Fact]
    public async Task Whole_pair_of_escapes_is_a_character() => Assert.Equal(
        4,
        (await fixture.Engine.AskAsync("/tokenize", """{"content":"\ud83d\uDE00"}"""))
            .GetProperty("tokens").GetArrayLength());

    [Fact]
    public async Task Header_with_a_byte_that_is_no_utf8_is_served()
    {
        Uri address = fixture.Engine.Client.BaseAddress!;
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(
            Encoding.Latin1.GetBytes(
                "GET /health HTTP/1.1\r\nHost: x\r\nX-Title: caf\u00E9\r\nConnection: close\r\n\r\n"),
            TestContext.Current.CancellationToken);
        using var reader = new StreamReader(client.GetStream());
        Assert.Equal("HTTP/1.1 200 OK", await reader.ReadLineAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Defect_is_a_500_with_a_body()
    {
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { Response = { Body = body } };
        await ErrorGate.RunAsync(context, _ => throw new InvalidOperationException("planted"));
        Assert.Equal(500, context.Response.StatusCode);
        JsonElement error = JsonElement.Parse(Encoding.UTF8.GetString(body.ToArray())).GetProperty("error");
        Assert.Equal("server_error", error.GetProperty("type").GetString());
        Assert.DoesNotContain("planted", error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }
}
