using System.Net;
using System.Text.Json;
using LlamaOrch.LlamaCpp.Tests.Fixtures;

namespace LlamaOrch.LlamaCpp.Tests.Http;

[Trait("lane", "integration")]
[Collection(SharedEngine.Name)]
public sealed class BadInputTests(EngineFixture fixture)
{
    public static TheoryData<string, string, string> Requests => new()
    {
        { "/completion", "", "not JSON" },
        { "/completion", "{", "not JSON" },
        { "/completion", "{} trailing", "not JSON" },
        { "/completion", "[]", "JSON object" },
        { "/completion", "{}", "'prompt' is missing" },
        { "/completion", """{"prompt":""}""", "must not be empty" },
        { "/completion", """{"prompt":[]}""", "must not be empty" },
        { "/completion", """{"prompt":1}""", "'prompt'" },
        { "/completion", """{"prompt":{"a":1}}""", "'prompt'" },
        { "/completion", """{"prompt":[999999]}""", "'prompt'" },
        { "/completion", """{"prompt":[-1]}""", "'prompt'" },
        { "/completion", """{"prompt":"\ud800"}""", "Unicode" },
        { "/completion", """{"prompt":"x","n_predict":0}""", "'n_predict'" },
        { "/completion", """{"prompt":"x","n_predict":-2}""", "'n_predict'" },
        { "/completion", """{"prompt":"x","n_predict":8.5}""", "'n_predict'" },
        { "/completion", """{"prompt":"x","n_predict":-1e30}""", "'n_predict'" },
        { "/completion", """{"prompt":"x","n_predict":"5"}""", "'n_predict'" },
        { "/completion", """{"prompt":"x","temperature":-0.1}""", "'temperature'" },
        { "/completion", """{"prompt":"x","temperature":"hot"}""", "'temperature'" },
        { "/completion", """{"prompt":"x","top_p":1.5}""", "'top_p'" },
        { "/completion", """{"prompt":"x","min_p":-1}""", "'min_p'" },
        { "/completion", """{"prompt":"x","top_k":1.5}""", "'top_k'" },
        { "/completion", """{"prompt":"x","repeat_penalty":0}""", "'repeat_penalty'" },
        { "/completion", """{"prompt":"x","seed":"1"}""", "'seed'" },
        { "/completion", """{"prompt":"x","stop":5}""", "'stop'" },
        { "/completion", """{"prompt":"x","stop":[5]}""", "'stop'" },
        { "/completion", """{"prompt":"x","stream":"yes"}""", "'stream'" },
        { "/completion", """{"prompt":"x","n_probs":101}""", "'n_probs'" },
        { "/completion", """{"prompt":"x","grammar":"root := x"}""", "'grammar'" },
        { "/completion", """{"prompt":"x","grammar":"nothing ::= \"x\""}""", "'grammar'" },
        { "/completion", """{"prompt":"x","grammar":"root ::= root"}""", "'grammar'" },
        { "/completion", """{"prompt":"x","json_schema":5}""", "'json_schema'" },
        { "/completion", """{"prompt":"x","json_schema":{"type":"string","minLength":"a"}}""", "'minLength'" },
        { "/completion", """{"prompt":"x","json_schema":{"$ref":"#"}}""", "refers only to itself" },
        { "/completion", """{"prompt":"x","top_logprobs":2}""", "'top_logprobs'" },
        { "/completion", """{"prompt":"x","logit_bias":5}""", "'logit_bias'" },
        { "/completion", """{"prompt":"x","logit_bias":[[1]]}""", "'logit_bias'" },
        { "/completion", """{"prompt":"x","logit_bias":{"99999":1}}""", "'logit_bias'" },
        { "/v1/completions", """{"prompt":"x","max_tokens":0}""", "'max_tokens'" },
        { "/v1/completions", """{"prompt":"x","n":129}""", "'n'" },
        { "/v1/completions", """{"prompt":["x","y"],"n":65}""", "'n'" },
        { "/v1/completions", """{"prompt":"x","echo":true}""", "'echo'" },
        { "/v1/completions", """{"prompt":"x","suffix":"y"}""", "'suffix'" },
        { "/v1/completions", """{"prompt":"x","n":2,"best_of":3}""", "'best_of'" },
        { "/v1/chat/completions", "{}", "'messages' is missing" },
        { "/v1/chat/completions", """{"messages":[]}""", "'messages'" },
        { "/v1/chat/completions", """{"messages":"hi"}""", "'messages'" },
        { "/v1/chat/completions", """{"messages":[{"content":"x"}]}""", "'role'" },
        { "/v1/chat/completions", """{"messages":[{"role":"user"}]}""", "'content'" },
        { "/v1/chat/completions", """{"messages":[{"role":"user","content":[{"type":"image_url"}]}]}""", "'text'" },
        { "/v1/chat/completions", """{"messages":[{"role":"user","content":"x"}],"tools":[{}]}""", "'tools'" },
        {
            "/v1/chat/completions",
            """{"messages":[{"role":"user","content":"x"}],"response_format":{"type":"yaml"}}""", "'response_format'"
        },
        {
            "/v1/chat/completions",
            """{"messages":[{"role":"user","content":"x"}],"response_format":{"type":"json_schema"}}""",
            "'json_schema.schema'"
        },
        {
            "/v1/chat/completions",
            """{"messages":[{"role":"user","content":"x"}],"stream_options":true}""", "'stream_options'"
        },
        {
            "/v1/chat/completions",
            """{"messages":[{"role":"user","content":"x"}],"modalities":["audio"]}""", "'modalities'"
        },
        { "/v1/embeddings", "{}", "'input' is missing" },
        { "/v1/embeddings", """{"input":""}""", "must not be empty" },
        { "/v1/embeddings", """{"input":"x","encoding_format":"hex"}""", "'encoding_format'" },
        { "/v1/embeddings", """{"input":"x","dimensions":0}""", "'dimensions'" },
        { "/v1/embeddings", """{"input":"x","dimensions":65}""", "'dimensions'" },
        { "/tokenize", """{"content":5}""", "'content'" },
        { "/detokenize", """{"tokens":"5"}""", "'tokens'" },
        { "/detokenize", """{"tokens":[288]}""", "'tokens'" },
    };

    [Theory]
    [MemberData(nameof(Requests))]
    public async Task Wrong_request_gets_a_clear_400(string path, string body, string words)
    {
        using HttpResponseMessage response = await fixture.Engine.PostAsync(
            path, body, TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        JsonElement error = JsonElement.Parse(text).GetProperty("error");
        Assert.Equal(400, error.GetProperty("code").GetInt32());
        Assert.Equal("invalid_request_error", error.GetProperty("type").GetString());
        Assert.Contains(words, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, fixture.Engine.BusySlots);
    }

    [Fact]
    public async Task Wrong_field_is_named_beside_the_sentence()
    {
        using HttpResponseMessage response = await fixture.Engine.PostAsync(
            "/v1/completions", """{"prompt":"x","temperature":-1}""", TestContext.Current.CancellationToken);
        string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Equal("temperature", JsonElement.Parse(text).GetProperty("error").GetProperty("param").GetString());
    }

    [Theory]
    [InlineData("/completion", """{"prompt":"TEXT"}""")]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"TEXT"}]}""")]
    [InlineData("/v1/chat/completions", """{"messages":[{"role":"user","content":"TEXT"}],"stream":true}""")]
    [InlineData("/v1/embeddings", """{"input":"TEXT."}""")]
    public async Task Prompt_beyond_the_context_tells_both_lengths(string path, string body)
    {
        string text = new('a', EngineFixture.ContextTokens);
        using HttpResponseMessage response = await fixture.Engine.PostAsync(
            path, body.Replace("TEXT", text), TestContext.Current.CancellationToken);
        JsonElement error = JsonElement.Parse(
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("error");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("exceed_context_size_error", error.GetProperty("type").GetString());
        Assert.Equal(EngineFixture.ContextTokens, error.GetProperty("n_ctx").GetInt32());
        Assert.True(error.GetProperty("n_prompt_tokens").GetInt32() >= EngineFixture.ContextTokens);
    }

    [Fact]
    public async Task Body_beyond_the_limit_is_refused()
    {
        string body = $$"""{"prompt":"{{new string('a', 17 * 1024 * 1024)}}"}""";
        using var request = new HttpRequestMessage(HttpMethod.Post, "/completion")
        {
            Content = new StringContent(body),
            Headers = { ExpectContinue = true },
        };
        using HttpResponseMessage response = await fixture.Engine.Client.SendAsync(
            request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }
}
