using System.Text;
using System.Text.Json;
using LlamaOrch.LlamaCpp.Tests.Fixtures;
using LlamaOrch.TestKit.Streams;

namespace LlamaOrch.LlamaCpp.Tests.Http;

[Trait("lane", "integration")]
[Collection(SharedEngine.Name)]
public sealed class CompletionTests(EngineFixture fixture)
{
    private RunningEngine Engine => fixture.Engine;

    [Theory]
    [InlineData("/completion")]
    [InlineData("/completions")]
    public async Task Answer_has_llama_servers_fields(string path)
    {
        JsonElement answer = await Engine.AskAsync(
            path, """{"prompt":"Hello","n_predict":5,"seed":3,"ignore_eos":true,"return_tokens":true}""");
        Assert.Equal(5, answer.GetProperty("tokens_predicted").GetInt32());
        Assert.Equal(5, answer.GetProperty("tokens").GetArrayLength());
        Assert.Equal(5, answer.GetProperty("tokens_evaluated").GetInt32());
        Assert.True(answer.GetProperty("stop").GetBoolean());
        Assert.Equal("limit", answer.GetProperty("stop_type").GetString());
        Assert.Equal("random", answer.GetProperty("model").GetString());
        Assert.Equal("Hello", answer.GetProperty("prompt").GetString());
        Assert.Equal(3, answer.GetProperty("generation_settings").GetProperty("seed").GetInt32());
        Assert.Equal(5, answer.GetProperty("timings").GetProperty("predicted_n").GetInt32());
    }

    [Fact]
    public async Task Stream_and_whole_answer_are_the_same_text()
    {
        const string Body = """{"prompt":"Hello","n_predict":40,"seed":5,"ignore_eos":true,"stream":STREAM}""";
        JsonElement whole = await Engine.AskAsync("/completion", Body.Replace("STREAM", "false"));
        IReadOnlyList<StreamEvent> events = await Engine.StreamAsync("/completion", Body.Replace("STREAM", "true"));
        string text = string.Concat(events.Select(piece => piece.Field("content").GetString()));
        Assert.Equal(whole.GetProperty("content").GetString(), text);
        Assert.True(events[^1].Field("stop").GetBoolean());
        Assert.All(events.SkipLast(1), piece => Assert.False(piece.Field("stop").GetBoolean()));
        Assert.Equal(40, events.SkipLast(1).Sum(piece => piece.Field("tokens").GetArrayLength()));
    }

    [Fact]
    public async Task Character_split_over_tokens_stays_whole_on_the_wire()
    {
        // The grammar makes the random model write characters of two, three and four bytes, one byte a token.
        const string Body =
            """{"prompt":"x","n_predict":60,"seed":1,"stream":true,"grammar":"root ::= (\"é\" | \"€\" | \"😀\")+"}""";
        using HttpResponseMessage response = await Engine.OpenStreamAsync(
            "/completion", Body, TestContext.Current.CancellationToken);
        byte[] bytes = await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        string stream = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
        string[] pieces = [.. stream.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal))
            .Select(line => JsonElement.Parse(line[6..]).GetProperty("content").GetString()!)];
        string text = string.Concat(pieces);
        Assert.NotEqual("", text.Trim('\uFFFD'));
        Assert.All(text.TrimEnd('\uFFFD').EnumerateRunes(), rune => Assert.Contains(rune.ToString(), "é€😀"));
        Assert.All(pieces.SkipLast(2), piece => Assert.InRange(piece.EnumerateRunes().Count(), 1, 1));
    }

    [Fact]
    public async Task Stop_string_ends_the_answer_and_is_not_in_it()
    {
        JsonElement answer = await Engine.AskAsync(
            "/completion",
            """{"prompt":"x","n_predict":200,"ignore_eos":true,"stop":["ccc"],"grammar":"root ::= \"ab\" [c]+"}""");
        Assert.Equal("ab", answer.GetProperty("content").GetString());
        Assert.Equal("word", answer.GetProperty("stop_type").GetString());
        Assert.Equal("ccc", answer.GetProperty("stopping_word").GetString());
    }

    [Fact]
    public async Task Grammar_that_is_fulfilled_ends_the_answer()
    {
        JsonElement answer = await Engine.AskAsync(
            "/completion", """{"prompt":"x","n_predict":50,"grammar":"root ::= \"yes\" | \"no\""}""");
        Assert.True(answer.GetProperty("content").GetString() is "yes" or "no");
        Assert.Equal("eos", answer.GetProperty("stop_type").GetString());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Grammar_that_is_fulfilled_ends_the_answer_even_where_ending_is_forbidden(int temperature)
    {
        JsonElement answer = await Engine.AskAsync(
            "/completion",
            $$"""
            {"prompt":"x","n_predict":50,"ignore_eos":true,"grammar":"root ::= \"yes\"","temperature":{{temperature}}}
            """);
        Assert.StartsWith("yes", answer.GetProperty("content").GetString(), StringComparison.Ordinal);
        Assert.Equal(3, answer.GetProperty("tokens_predicted").GetInt32());
    }

    [Fact]
    public async Task Logit_bias_decides()
    {
        JsonElement answer = await Engine.AskAsync(
            "/completion", """{"prompt":"x","n_predict":4,"logit_bias":[["z",1000]]}""");
        Assert.Equal("zzzz", answer.GetProperty("content").GetString());
        answer = await Engine.AskAsync("/completion", """{"prompt":"x","n_predict":4,"logit_bias":{"122":1000}}""");
        Assert.Equal("zzzz", answer.GetProperty("content").GetString());
    }

    [Fact]
    public async Task End_token_ends_the_answer()
    {
        JsonElement answer = await Engine.AskAsync(
            "/completion",
            $$"""{"prompt":"x","n_predict":9,"logit_bias":[[{{TestModel.EndOfText}},1000]]}""");
        Assert.Equal("", answer.GetProperty("content").GetString());
        Assert.Equal("eos", answer.GetProperty("stop_type").GetString());
        answer = await Engine.AskAsync(
            "/completion",
            $$"""{"prompt":"x","n_predict":9,"ignore_eos":true,"logit_bias":[[{{TestModel.EndOfText}},1000]]}""");
        Assert.Equal(9, answer.GetProperty("tokens_predicted").GetInt32());
    }

    [Fact]
    public async Task Same_seed_gives_the_same_text_and_another_seed_another()
    {
        Assert.Equal(await TextAsync(seed: 1), await TextAsync(seed: 1));
        Assert.NotEqual(await TextAsync(seed: 1), await TextAsync(seed: 2));
    }

    [Fact]
    public async Task Temperature_zero_needs_no_seed()
    {
        const string Body = """{"prompt":"x","n_predict":30,"temperature":0,"ignore_eos":true}""";
        JsonElement first = await Engine.AskAsync("/completion", Body);
        JsonElement second = await Engine.AskAsync("/completion", Body);
        Assert.Equal(first.GetProperty("content").GetString(), second.GetProperty("content").GetString());
    }

    [Fact]
    public async Task Drawn_seed_repeats_the_answer()
    {
        JsonElement drawn = await Engine.AskAsync(
            "/completion", """{"prompt":"x","n_predict":30,"ignore_eos":true}""");
        uint seed = drawn.GetProperty("generation_settings").GetProperty("seed").GetUInt32();
        JsonElement again = await Engine.AskAsync(
            "/completion", $$"""{"prompt":"x","n_predict":30,"ignore_eos":true,"seed":{{seed}}}""");
        Assert.Equal(drawn.GetProperty("content").GetString(), again.GetProperty("content").GetString());
    }

    [Fact]
    public async Task Repeat_penalty_changes_what_is_repeated()
    {
        JsonElement answer = await Engine.AskAsync(
            "/completion",
            """
            {"prompt":"x","n_predict":8,"temperature":0,"ignore_eos":true,"return_tokens":true,
             "repeat_penalty":100,"presence_penalty":100,"frequency_penalty":100}
            """);
        int[] tokens = [.. answer.GetProperty("tokens").EnumerateArray().Select(token => token.GetInt32())];
        Assert.Equal(tokens.Length, tokens.Distinct().Count());
    }

    [Fact]
    public async Task Probabilities_are_reported_for_every_token()
    {
        JsonElement answer = await Engine.AskAsync(
            "/completion", """{"prompt":"x","n_predict":3,"temperature":0,"n_probs":4,"ignore_eos":true}""");
        JsonElement probabilities = answer.GetProperty("completion_probabilities");
        Assert.Equal(3, probabilities.GetArrayLength());
        JsonElement first = probabilities[0];
        Assert.Equal(4, first.GetProperty("top_logprobs").GetArrayLength());
        Assert.Equal(
            first.GetProperty("id").GetInt32(), first.GetProperty("top_logprobs")[0].GetProperty("id").GetInt32());
    }

    [Fact]
    public async Task Tokens_and_text_are_the_same_prompt()
    {
        JsonElement text = await Engine.AskAsync("/completion", """{"prompt":"AB","n_predict":9,"seed":1}""");
        JsonElement tokens = await Engine.AskAsync("/completion", """{"prompt":[65,"B"],"n_predict":9,"seed":1}""");
        Assert.Equal(text.GetProperty("content").GetString(), tokens.GetProperty("content").GetString());
    }

    [Fact]
    public async Task Answer_ends_where_the_context_does()
    {
        string prompt = new('a', EngineFixture.ContextTokens - 10);
        JsonElement answer = await Engine.AskAsync(
            "/completion", $$"""{"prompt":"{{prompt}}","n_predict":-1,"ignore_eos":true}""");
        Assert.Equal("limit", answer.GetProperty("stop_type").GetString());
        Assert.InRange(answer.GetProperty("tokens_predicted").GetInt32(), 10, 11);
    }

    [Fact]
    public async Task Several_prompts_give_a_list()
    {
        JsonElement answers = await Engine.AskAsync(
            "/completion", """{"prompt":["A","B"],"n_predict":3,"ignore_eos":true}""");
        Assert.Equal(2, answers.GetArrayLength());
        Assert.Equal(1, answers[1].GetProperty("index").GetInt32());
    }

    [Fact]
    public async Task More_requests_than_slots_are_all_answered()
    {
        Task<JsonElement>[] asked = [.. Enumerable.Range(0, 4 * EngineFixture.Slots).Select(seed => Engine.AskAsync(
            "/completion", $$"""{"prompt":"x","n_predict":20,"seed":{{seed}},"ignore_eos":true}"""))];
        Assert.All(
            await Task.WhenAll(asked),
            answer => Assert.Equal(20, answer.GetProperty("tokens_predicted").GetInt32()));
    }

    private async Task<string?> TextAsync(int seed)
    {
        JsonElement answer = await Engine.AskAsync(
            "/completion", $$"""{"prompt":"x","n_predict":30,"seed":{{seed}},"ignore_eos":true}""");
        return answer.GetProperty("content").GetString();
    }
}
