using System.Text.Json;
using LlamaOrch.LlamaCpp.Tests.Fixtures;
using LlamaOrch.TestKit.Streams;

namespace LlamaOrch.LlamaCpp.Tests.Http;

[Trait("lane", "integration")]
[Collection(SharedEngine.Name)]
public sealed class OpenAiTests(EngineFixture fixture)
{
    private const string Chat = "/v1/chat/completions";

    private RunningEngine Engine => fixture.Engine;

    [Fact]
    public async Task Chat_answer_has_openais_fields()
    {
        JsonElement answer = await Engine.AskAsync(
            Chat,
            """{"messages":[{"role":"user","content":"Hi"}],"max_tokens":6,"ignore_eos":true,"unknown":{"x":1}}""");
        Assert.Equal("chat.completion", answer.GetProperty("object").GetString());
        Assert.StartsWith("chatcmpl-", answer.GetProperty("id").GetString(), StringComparison.Ordinal);
        Assert.Equal("random", answer.GetProperty("model").GetString());
        JsonElement choice = answer.GetProperty("choices")[0];
        Assert.Equal("assistant", choice.GetProperty("message").GetProperty("role").GetString());
        Assert.Equal("length", choice.GetProperty("finish_reason").GetString());
        JsonElement usage = answer.GetProperty("usage");
        Assert.Equal(6, usage.GetProperty("completion_tokens").GetInt32());
        Assert.Equal(
            usage.GetProperty("prompt_tokens").GetInt32() + 6, usage.GetProperty("total_tokens").GetInt32());
    }

    [Fact]
    public async Task Chat_stream_begins_with_the_role_and_ends_with_usage_and_done()
    {
        IReadOnlyList<StreamEvent> events = await Engine.StreamAsync(
            Chat,
            """
            {"messages":[{"role":"user","content":"Hi"}],"max_tokens":6,"stream":true,"ignore_eos":true,
             "stream_options":{"include_usage":true}}
            """);
        Assert.Equal("[DONE]", events[^1].Data);
        Assert.Equal(6, events[^2].Field("usage").GetProperty("completion_tokens").GetInt32());
        Assert.Equal(0, events[^2].Field("choices").GetArrayLength());
        Assert.Equal("length", events[^3].Field("choices")[0].GetProperty("finish_reason").GetString());
        JsonElement first = events[0].Field("choices")[0].GetProperty("delta");
        Assert.Equal("assistant", first.GetProperty("role").GetString());
        Assert.All(events.SkipLast(1),
            piece => Assert.Equal("chat.completion.chunk", piece.Field("object").GetString()));
    }

    [Fact]
    public async Task Chat_stream_without_usage_gives_none()
    {
        IReadOnlyList<StreamEvent> events = await Engine.StreamAsync(
            Chat, """{"messages":[{"role":"user","content":"Hi"}],"max_tokens":3,"stream":true}""");
        Assert.DoesNotContain(events, piece => piece.Data.Contains("usage", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Content_in_parts_is_the_same_prompt()
    {
        const string Rest = """ ,"max_tokens":12,"seed":1}""";
        JsonElement text = await Engine.AskAsync(
            Chat, """{"messages":[{"role":"user","content":"Hi you"}]""" + Rest);
        JsonElement parts = await Engine.AskAsync(
            Chat,
            """{"messages":[{"role":"user","content":[{"type":"text","text":"Hi "},{"type":"text","text":"you"}]}]"""
            + Rest);
        Assert.Equal(
            text.GetProperty("choices")[0].GetRawText(), parts.GetProperty("choices")[0].GetRawText());
    }

    [Fact]
    public async Task Several_answers_differ_and_each_has_its_index()
    {
        JsonElement answer = await Engine.AskAsync(
            Chat,
            """{"messages":[{"role":"user","content":"Hi"}],"max_tokens":12,"n":3,"seed":1,"ignore_eos":true}""");
        JsonElement[] choices = [.. answer.GetProperty("choices").EnumerateArray()];
        Assert.Equal([0, 1, 2], choices.Select(choice => choice.GetProperty("index").GetInt32()));
        Assert.Equal(3, choices.Select(choice => choice.GetProperty("message").GetRawText()).Distinct().Count());
        Assert.Equal(36, answer.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Fact]
    public async Task Json_object_format_gives_the_beginning_of_an_object()
    {
        JsonElement answer = await Engine.AskAsync(
            Chat,
            """
            {"messages":[{"role":"user","content":"Hi"}],"max_tokens":20,"seed":1,
             "response_format":{"type":"json_object"}}
            """);
        string text = answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
        Assert.StartsWith("{", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_probabilities_have_openais_shape()
    {
        JsonElement answer = await Engine.AskAsync(
            Chat,
            """
            {"messages":[{"role":"user","content":"Hi"}],"max_tokens":2,"logprobs":true,"top_logprobs":3,
             "ignore_eos":true}
            """);
        JsonElement content = answer.GetProperty("choices")[0].GetProperty("logprobs").GetProperty("content");
        Assert.Equal(2, content.GetArrayLength());
        Assert.Equal(3, content[0].GetProperty("top_logprobs").GetArrayLength());
    }

    [Fact]
    public async Task Chat_probabilities_without_alternatives_are_of_the_chosen_tokens_alone()
    {
        JsonElement answer = await Engine.AskAsync(
            Chat, """{"messages":[{"role":"user","content":"Hi"}],"max_tokens":2,"logprobs":true,"ignore_eos":true}""");
        JsonElement content = answer.GetProperty("choices")[0].GetProperty("logprobs").GetProperty("content");
        Assert.Equal(2, content.GetArrayLength());
        Assert.Equal(0, content[0].GetProperty("top_logprobs").GetArrayLength());
        Assert.True(content[0].GetProperty("logprob").GetDouble() < 0);
    }

    [Fact]
    public async Task Developer_is_another_name_of_the_system()
    {
        JsonElement[] answers = await Task.WhenAll(((string[])["system", "developer"]).Select(role => Engine.AskAsync(
            Chat, $$"""{"messages":[{"role":"{{role}}","content":"Hi"}],"max_tokens":12,"seed":1}""")));
        Assert.Equal(
            answers[0].GetProperty("choices").GetRawText(), answers[1].GetProperty("choices").GetRawText());
    }

    [Fact]
    public async Task Text_probabilities_are_four_lists_and_go_on_in_a_stream()
    {
        const string Body = """
            {"prompt":"Hi","max_tokens":5,"logprobs":2,"seed":1,"logit_bias":{"x":8},"ignore_eos":true,"stream":STREAM}
            """;
        JsonElement whole = await Engine.AskAsync("/v1/completions", Body.Replace("STREAM", "false"));
        IReadOnlyList<StreamEvent> events = await Engine.StreamAsync("/v1/completions", Body.Replace("STREAM", "true"));
        JsonElement[] parts = [.. events.SkipLast(1).Select(part => part.Field("choices")[0].GetProperty("logprobs"))
            .Where(part => part.ValueKind == JsonValueKind.Object)];

        JsonElement probabilities = whole.GetProperty("choices")[0].GetProperty("logprobs");
        foreach (string list in (string[])["tokens", "token_logprobs", "top_logprobs", "text_offset"])
        {
            Assert.Equal(5, probabilities.GetProperty(list).GetArrayLength());
            Assert.Equal(
                probabilities.GetProperty(list).EnumerateArray().Select(item => item.GetRawText()),
                parts.SelectMany(part => part.GetProperty(list).EnumerateArray()).Select(item => item.GetRawText()));
        }
    }

    [Fact]
    public async Task Text_stream_with_usage_ends_with_one_event_of_it()
    {
        IReadOnlyList<StreamEvent> events = await Engine.StreamAsync(
            "/v1/completions",
            """
            {"prompt":["a","b"],"max_tokens":4,"stream":true,"ignore_eos":true,"stream_options":{"include_usage":true}}
            """);
        Assert.Equal("[DONE]", events[^1].Data);
        Assert.Equal(0, events[^2].Field("choices").GetArrayLength());
        Assert.Equal(8, events[^2].Field("usage").GetProperty("completion_tokens").GetInt32());
        Assert.Single(events, part => part.Data.Contains("\"usage\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Text_answer_has_openais_fields()
    {
        JsonElement answer = await Engine.AskAsync(
            "/v1/completions", """{"prompt":"Hi","max_tokens":4,"ignore_eos":true}""");
        Assert.Equal("text_completion", answer.GetProperty("object").GetString());
        Assert.Equal("length", answer.GetProperty("choices")[0].GetProperty("finish_reason").GetString());
        Assert.Equal(4, answer.GetProperty("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Fact]
    public async Task Text_stream_ends_with_done()
    {
        IReadOnlyList<StreamEvent> events = await Engine.StreamAsync(
            "/v1/completions", """{"prompt":"Hi","max_tokens":4,"stream":true,"ignore_eos":true}""");
        Assert.Equal("[DONE]", events[^1].Data);
        Assert.Equal(4, events[^2].Field("usage").GetProperty("completion_tokens").GetInt32());
    }

    [Theory]
    [InlineData("float")]
    [InlineData("base64")]
    public async Task Embeddings_have_length_one(string format)
    {
        JsonElement answer = await Engine.AskAsync(
            "/v1/embeddings", $$"""{"input":["some text","other"],"encoding_format":"{{format}}"}""");
        JsonElement data = answer.GetProperty("data");
        Assert.Equal(2, data.GetArrayLength());
        float[] vector = Vector(data[0].GetProperty("embedding"));
        Assert.Equal(64, vector.Length);
        Assert.Equal(1, vector.Sum(value => value * value), tolerance: 1e-4);
        Assert.NotEqual(vector, Vector(data[1].GetProperty("embedding")));
        Assert.Equal(14, answer.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
    }

    [Fact]
    public async Task Embedding_is_the_same_while_answers_are_generated()
    {
        const string Body = """{"input":"some text"}""";
        JsonElement alone = await Engine.AskAsync("/v1/embeddings", Body);
        Task<JsonElement> beside = Engine.AskAsync(
            "/completion", """{"prompt":"x","n_predict":60,"ignore_eos":true}""");
        JsonElement together = await Engine.AskAsync("/v1/embeddings", Body);
        await beside;
        Assert.Equal(alone.GetProperty("data").GetRawText(), together.GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task Native_embeddings_are_vectors_in_lists()
    {
        JsonElement answer = await Engine.AskAsync("/embeddings", """{"content":"some text"}""");
        Assert.Equal(64, answer[0].GetProperty("embedding")[0].GetArrayLength());
    }

    private static float[] Vector(JsonElement value) => value.ValueKind == JsonValueKind.String
        ? System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(value.GetBytesFromBase64()).ToArray()
        : [.. value.EnumerateArray().Select(number => number.GetSingle())];
}
