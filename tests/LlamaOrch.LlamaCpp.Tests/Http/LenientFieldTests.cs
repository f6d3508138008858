using System.Runtime.InteropServices;
using System.Text.Json;
using LlamaOrch.LlamaCpp.Tests.Fixtures;

namespace LlamaOrch.LlamaCpp.Tests.Http;

/// <summary>What real clients send and a strict reader would refuse.</summary>
[Trait("lane", "integration")]
[Collection(SharedEngine.Name)]
public sealed class LenientFieldTests(EngineFixture fixture)
{
    private const string Chat = "/v1/chat/completions";

    [Theory]
    [InlineData("32000")]
    [InlineData("9223372036854775807")]
    [InlineData("1e15")]
    [InlineData("-1")]
    [InlineData("null")]
    public async Task Tokens_beyond_the_context_are_as_many_as_it_holds(string wish)
    {
        JsonElement answer = await fixture.Engine.AskAsync(
            "/v1/completions", $$"""{"prompt":"x","ignore_eos":true,"temperature":0,"max_tokens":{{wish}}}""");
        Assert.Equal("length", answer.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        // The last token that is generated takes no place of its own.
        Assert.Equal(
            EngineFixture.ContextTokens + 1, answer.GetProperty("usage").GetProperty("total_tokens").GetInt32());
    }

    [Theory]
    [InlineData("\"max_tokens\":3.0", 3)]
    [InlineData("\"max_tokens\":0.3e1", 3)]
    [InlineData("\"max_tokens\":7,\"max_completion_tokens\":3", 3)]
    [InlineData("\"max_completion_tokens\":3,\"max_tokens\":2", 3)]
    [InlineData("\"max_completion_tokens\":null,\"max_tokens\":3", 3)]
    [InlineData("\"max_tokens\":3,\"seed\":4.0,\"n\":1.0,\"top_k\":4e1,\"top_logprobs\":2.0,\"logprobs\":true", 3)]
    public async Task Whole_numbers_may_be_written_in_any_way(string fields, int tokens)
    {
        JsonElement answer = await fixture.Engine.AskAsync(
            Chat, $$"""{"messages":[{"role":"user","content":"x"}],"ignore_eos":true,{{fields}}}""");
        Assert.Equal(tokens, answer.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Fact]
    public async Task Null_is_absent_for_every_field()
    {
        string[] fields =
        [
            "stop", "seed", "n", "temperature", "top_p", "top_k", "min_p", "presence_penalty", "frequency_penalty",
            "logit_bias", "logprobs", "top_logprobs", "response_format", "json_schema", "grammar", "stream",
            "stream_options", "tools", "tool_choice", "functions", "modalities", "n_predict", "max_completion_tokens",
            "ignore_eos", "cache_prompt", "return_tokens", "repeat_last_n", "repeat_penalty", "user", "store",
            "typical_p", "min_keep", "n_probs", "n_cmpl",
        ];
        JsonElement answer = await fixture.Engine.AskAsync(
            Chat,
            $$"""
            {"messages":[{"role":"user","content":"x","name":null,"tool_calls":null}],"max_tokens":2,
             {{string.Join(',', fields.Select(field => $"\"{field}\":null"))}}}
            """);
        Assert.Equal("chat.completion", answer.GetProperty("object").GetString());
    }

    [Theory]
    [InlineData(
        """
        {"role":"assistant","content":null,
         "tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]}
        """,
        "{\"name\": \"f\", \"arguments\": {\"a\":1}}")]
    [InlineData(
        """
        {"role":"assistant","tool_calls":[{"function":{"name":"f"}},{"function":{"name":"g","arguments":""}}]}
        """,
        "{\"name\": \"f\", \"arguments\": {}}\n{\"name\": \"g\", \"arguments\": {}}")]
    [InlineData("""{"role":"assistant","content":"so","tool_calls":[{"function":{"name":"f","arguments":"{}"}}]}""",
        "so\n{\"name\": \"f\", \"arguments\": {}}")]
    [InlineData("""{"role":"assistant","content":"","tool_calls":[]}""", "")]
    [InlineData("""{"role":"assistant","content":null}""", "")]
    [InlineData("""{"role":"assistant","content":null,"refusal":"no"}""", "no")]
    [InlineData("""{"role":"assistant","content":[{"type":"refusal","refusal":"no"}]}""", "no")]
    [InlineData("""{"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}}""",
        "{\"name\": \"f\", \"arguments\": {}}")]
    [InlineData(
        """
        {"role":"tool","tool_call_id":"1","content":[{"type":"text","text":"4"},{"type":"text","text":"2"}]}
        """,
        "42")]
    [InlineData("""{"role":"user","content":[]}""", "")]
    [InlineData("""{"role":"developer","content":"be","name":"me"}""", "be")]
    public async Task Messages_of_every_kind_are_taken(string message, string content)
    {
        JsonElement answer = await fixture.Engine.AskAsync("/apply-template", $$"""{"messages":[{{message}}]}""");
        string prompt = answer.GetProperty("prompt").GetString()!;
        Assert.Contains($"\n{content}<|im_end|>", prompt, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tools_that_must_not_be_called_may_be_listed()
    {
        JsonElement answer = await fixture.Engine.AskAsync(
            Chat,
            """
            {"messages":[{"role":"user","content":"x"}],"max_tokens":1,
             "tools":[{"type":"function"}],"tool_choice":"none"}
            """);
        Assert.Equal("chat.completion", answer.GetProperty("object").GetString());
    }

    [Fact]
    public async Task Two_thousand_inputs_are_embedded_and_one_more_is_refused()
    {
        static string Body(int count) => JsonSerializer.Serialize(new { input = Enumerable.Repeat("a", count) });
        JsonElement answer = await fixture.Engine.AskAsync("/v1/embeddings", Body(2048));
        Assert.Equal(2048, answer.GetProperty("data").GetArrayLength());
        using HttpResponseMessage refused = await fixture.Engine.PostAsync(
            "/v1/embeddings", Body(2049), TestContext.Current.CancellationToken);
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Theory]
    [InlineData("float")]
    [InlineData("base64")]
    public async Task Fewer_dimensions_are_the_first_ones_at_length_one(string format)
    {
        float[] whole = await EmbedAsync("float", "");
        float[] part = await EmbedAsync(format, ",\"dimensions\":8");
        Assert.Equal(64, whole.Length);
        Assert.Equal(8, part.Length);
        Assert.Equal(1, part.Sum(value => value * value), 4);
        double length = Math.Sqrt(whole.Take(8).Sum(value => value * value));
        Assert.All(part.Zip(whole), pair => Assert.Equal(pair.Second / length, pair.First, 4));
    }

    private async Task<float[]> EmbedAsync(string format, string more)
    {
        JsonElement answer = await fixture.Engine.AskAsync(
            "/v1/embeddings", $$"""{"input":"abc","encoding_format":"{{format}}"{{more}}}""");
        JsonElement vector = answer.GetProperty("data")[0].GetProperty("embedding");
        return format == "base64"
            ? MemoryMarshal.Cast<byte, float>(Convert.FromBase64String(vector.GetString()!)).ToArray()
            : [.. vector.EnumerateArray().Select(value => value.GetSingle())];
    }
}
