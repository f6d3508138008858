using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using LlamaOrch.Orchestrator.Tests.Scenes;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

/// <summary>Bodies as clients send them by mistake or on purpose.</summary>
[Trait("lane", "integration")]
public sealed class OddBodyTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    private readonly ControlPlane plane = shared.Plane;

    [Theory]
    [InlineData("/v1/chat/completions", "gzip")]
    [InlineData("/v2/tasks", "br")]
    [InlineData("/v2/catalog/models", "gzip")]
    [InlineData("/v2/nodes/register", "deflate")]
    [InlineData("/v2/artifacts", "gzip")]
    public async Task A_compressed_body_is_a_415_that_names_the_header(string path, string encoding)
    {
        using var packed = new MemoryStream();
        await using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            await gzip.WriteAsync("{}"u8.ToArray());
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(plane.Url, path))
        {
            Content = new ByteArrayContent(packed.ToArray()) { Headers = { ContentEncoding = { encoding } } },
        };
        using HttpResponseMessage response = await plane.Http.SendAsync(request);
        Answer answer = await Answer.OfAsync(response);

        Assert.Equal((415, "INVALID_PARAMS"), (answer.Status, answer.Code));
        Assert.Contains("Content-Encoding", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/chat/completions")]
    [InlineData("/v2/tasks")]
    [InlineData("/v2/catalog/models")]
    [InlineData("/v2/nodes/register")]
    public async Task An_empty_body_is_said_to_be_empty(string path)
    {
        using HttpResponseMessage response = await plane.PostAsync(path, string.Empty);
        Answer answer = await Answer.OfAsync(response);

        Assert.Equal((400, "INVALID_PARAMS"), (answer.Status, answer.Code));
        Assert.Contains("empty", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v2/tasks", """{"model":"a","model":"b","prompt":"x"}""", "model")]
    [InlineData("/v2/tasks", """{"model":"a","messages":[{"role":"user","role":"system"}]}""", null)]
    [InlineData("/v2/catalog/models", """{"model_id":"a","model_id":"b","reference":"file:/x"}""", "model_id")]
    [InlineData("/v1/chat/completions", """{"model":"a","messages":[],"messages":[1]}""", "messages")]
    [InlineData("/v1/embeddings", """{"model":"a","input":"x","input":"y"}""", "input")]
    public async Task A_name_that_stands_twice_is_a_400(string path, string body, string? field)
    {
        using HttpResponseMessage response = await plane.PostAsync(path, body);
        Answer answer = await Answer.OfAsync(response);

        Assert.Equal((400, "INVALID_PARAMS"), (answer.Status, answer.Code));
        Assert.DoesNotContain("LlamaOrch", answer.Text, StringComparison.Ordinal);
        if (field is not null)
            Assert.Contains($"\"{field}\"", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v2/tasks")]
    [InlineData("/v2/catalog/models")]
    public async Task A_byte_order_mark_is_skipped_and_deep_nesting_is_a_400(string path)
    {
        string deep = "{\"model\":\"m\",\"messages\":" + new string('[', 200) + new string(']', 200) + "}";
        using HttpResponseMessage marked = await plane.PostAsync(path, "\uFEFF{\"model\":7}");
        using HttpResponseMessage nested = await plane.PostAsync(path, deep);

        Assert.DoesNotContain("0xEF", await marked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, nested.StatusCode);
    }

    [Theory]
    [InlineData("Content-Length: 5\r\nContent-Length: 6\r\n\r\n{}   ", 400)]
    [InlineData("Content-Length: x\r\n\r\n{}", 400)]
    [InlineData("Transfer-Encoding: chunked\r\n\r\nZZ\r\n{}\r\n0\r\n\r\n", 400)]
    [InlineData("Transfer-Encoding: gzip\r\n\r\n{}", 400)]
    [InlineData("Content-Length: 99999999\r\n\r\n{", 413)]
    public async Task What_http_itself_does_not_allow_is_no_defect(string rest, int status)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, plane.Url.Port);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(
            $"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{rest}"));
        using var reader = new StreamReader(client.GetStream(), Encoding.Latin1);

        Assert.StartsWith($"HTTP/1.1 {status}", await reader.ReadLineAsync(), StringComparison.Ordinal);
    }
}
