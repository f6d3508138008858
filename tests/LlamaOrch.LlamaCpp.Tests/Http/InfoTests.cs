using System.Net;
using System.Text.Json;
using LlamaOrch.LlamaCpp.Tests.Fixtures;

namespace LlamaOrch.LlamaCpp.Tests.Http;

[Trait("lane", "integration")]
[Collection(SharedEngine.Name)]
public sealed class InfoTests(EngineFixture fixture)
{
    private HttpClient Client => fixture.Engine.Client;

    [Fact]
    public async Task Health_is_ok() => Assert.Equal("""{"status":"ok"}""", await GetAsync("/health"));

    [Fact]
    public async Task Props_tell_slots_context_model_and_template()
    {
        JsonElement props = JsonElement.Parse(await GetAsync("/props"));
        Assert.Equal(EngineFixture.Slots, props.GetProperty("total_slots").GetInt32());
        Assert.Equal(
            EngineFixture.ContextTokens,
            props.GetProperty("default_generation_settings").GetProperty("n_ctx").GetInt32());
        Assert.Equal("random", props.GetProperty("model_alias").GetString());
        Assert.EndsWith("random.gguf", props.GetProperty("model_path").GetString(), StringComparison.Ordinal);
        Assert.Contains("<|im_start|>", props.GetProperty("chat_template").GetString(), StringComparison.Ordinal);
        Assert.Equal("<|endoftext|>", props.GetProperty("eos_token").GetString());
        Assert.Contains("v0.5.0", props.GetProperty("build_info").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Slots_are_listed()
    {
        JsonElement slots = JsonElement.Parse(await GetAsync("/slots"));
        Assert.Equal(EngineFixture.Slots, slots.GetArrayLength());
        Assert.Equal(0, slots[0].GetProperty("id").GetInt32());
        Assert.Equal(EngineFixture.ContextTokens, slots[0].GetProperty("n_ctx").GetInt32());
    }

    [Theory]
    [InlineData("/v1/models")]
    [InlineData("/models")]
    public async Task Models_name_the_alias(string path)
    {
        JsonElement models = JsonElement.Parse(await GetAsync(path));
        Assert.Equal("list", models.GetProperty("object").GetString());
        Assert.Equal("random", models.GetProperty("data")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task Metrics_count_what_was_generated()
    {
        double before = await MetricAsync("llamacpp:tokens_predicted_total");
        double prompts = await MetricAsync("llamacpp:prompt_tokens_total");
        await fixture.Engine.AskAsync(
            "/completion", """{"prompt":"abcde","n_predict":7,"ignore_eos":true,"cache_prompt":false}""");

        // The first of the seven comes out of the prompt's own decode.
        Assert.Equal(before + 6, await MetricAsync("llamacpp:tokens_predicted_total"));
        Assert.Equal(prompts + 5, await MetricAsync("llamacpp:prompt_tokens_total"));
        Assert.Equal(0, await MetricAsync("llamacpp:requests_processing"));
        Assert.Equal(0, await MetricAsync("llamacpp:requests_deferred"));
    }

    [Fact]
    public async Task Unknown_route_is_not_found()
    {
        using HttpResponseMessage response = await Client.GetAsync("/nowhere", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("not_found_error", body, StringComparison.Ordinal);
    }

    private Task<string> GetAsync(string path) => Client.GetStringAsync(path, TestContext.Current.CancellationToken);

    private async Task<double> MetricAsync(string name)
    {
        string text = await GetAsync("/metrics");
        string line = text.Split('\n').Single(line => line.StartsWith(name + " ", StringComparison.Ordinal));
        return double.Parse(line[(name.Length + 1)..]);
    }
}
