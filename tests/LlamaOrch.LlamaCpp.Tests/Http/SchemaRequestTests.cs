using System.Net;
using System.Text.Json;
using LlamaOrch.Contracts.Http;
using LlamaOrch.LlamaCpp.Tests.Fixtures;

namespace LlamaOrch.LlamaCpp.Tests.Http;

/// <summary>What a schema that is only partly enforced comes to, from request to answer.</summary>
[Trait("lane", "integration")]
[Collection(SharedEngine.Name)]
public sealed class SchemaRequestTests(EngineFixture fixture)
{
    private const string Chat = "/v1/chat/completions";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Keyword_that_is_not_enforced_is_named_in_a_header(bool stream)
    {
        using HttpResponseMessage response = await PostAsync(
            """{"type":"array","items":{"type":"boolean"},"uniqueItems":true,"maxItems":2}""", "false", stream);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.OK, text);
        Assert.Equal(["#: uniqueItems"], response.Headers.GetValues(LlorchHeaders.SchemaHints));
    }

    [Fact]
    public async Task Name_of_any_characters_stands_escaped_in_the_header()
    {
        using HttpResponseMessage response = await PostAsync(
            """{"properties":{"ü,\n":{"type":"array","uniqueItems":true}}}""", "null", stream: false);
        Assert.Equal(["#/properties/%C3%BC%2C%0A: uniqueItems"], response.Headers.GetValues(LlorchHeaders.SchemaHints));
    }

    [Fact]
    public async Task Schema_that_is_enforced_has_no_header()
    {
        using HttpResponseMessage response = await PostAsync("""{"type":"boolean"}""", "true", stream: false);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.False(response.Headers.Contains(LlorchHeaders.SchemaHints));
    }

    [Fact]
    public async Task Strict_refuses_what_is_not_enforced()
    {
        using HttpResponseMessage response = await PostAsync(
            """{"type":"array","uniqueItems":true}""", "true", stream: false);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(
            "response_format", JsonElement.Parse(text).GetProperty("error").GetProperty("param").GetString());
        Assert.Contains("'uniqueItems' can't be enforced", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("(", 100_000)]
    [InlineData("root ::= \"a\"\n", 5000)]
    [InlineData("\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"{2000} ", 1000)]
    [InlineData("#", 300_000)]
    public async Task Grammar_that_would_take_the_stack_or_all_memory_is_a_400(string part, int count)
    {
        string grammar = "root ::= \"x\" " + string.Concat(Enumerable.Repeat(part, count));
        string body = JsonSerializer.Serialize(new { prompt = "x", max_tokens = 2, grammar });
        using HttpResponseMessage response = await fixture.Engine.PostAsync(
            "/completion", body, TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.StatusCode == HttpStatusCode.BadRequest, text);
        Assert.Equal("grammar", JsonElement.Parse(text).GetProperty("error").GetProperty("param").GetString());
    }

    private Task<HttpResponseMessage> PostAsync(string schema, string strict, bool stream)
    {
        const string Body = """
            {"messages":[{"role":"user","content":"x"}],"max_tokens":8,"stream":STREAM,
             "response_format":{"type":"json_schema","json_schema":{"name":"a","strict":STRICT,"schema":SCHEMA}}}
            """;
        return fixture.Engine.PostAsync(
            Chat,
            Body.Replace("STREAM", stream ? "true" : "false").Replace("STRICT", strict).Replace("SCHEMA", schema),
            TestContext.Current.CancellationToken);
    }
}
