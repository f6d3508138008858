using System.Net;
using LlamaOrch.LlamaCpp.Startup;
using LlamaOrch.LlamaCpp.Tests.Fixtures;
using LlamaOrch.TestKit.Files;

namespace LlamaOrch.LlamaCpp.Tests.Http;

[Trait("lane", "integration")]
public sealed class TemplateTests : IDisposable
{
    private const string Body = """{"messages":[{"role":"user","content":"Hi"}],"max_tokens":2}""";

    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Unknown_template_is_told_and_completions_still_work()
    {
        await using RunningEngine engine = await StartAsync("{% for m in messages %}((({{ m.content }})){% endfor %}");
        using HttpResponseMessage response = await engine.PostAsync(
            "/v1/chat/completions", Body, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        string body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("chat template", body, StringComparison.Ordinal);
        await engine.AskAsync("/completion", """{"prompt":"x","n_predict":2}""");
    }

    [Fact]
    public async Task Model_without_a_template_speaks_chatml()
    {
        await using RunningEngine engine = await StartAsync(template: null);
        Assert.Equal(
            "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n",
            (await engine.AskAsync("/apply-template", Body)).GetProperty("prompt").GetString());
    }

    [Fact]
    public async Task Embeddings_that_were_not_asked_for_are_not_supported()
    {
        await using RunningEngine engine = await StartAsync(template: null);
        using HttpResponseMessage response = await engine.PostAsync(
            "/v1/embeddings", """{"input":"x"}""", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotImplemented, response.StatusCode);
    }

    private Task<RunningEngine> StartAsync(string? template)
    {
        string model = _folder.File("model.gguf");
        TestModel.Write(model, template: template);
        return RunningEngine.StartAsync(new EngineOptions { ModelPath = model, Slots = 1, ContextTokens = 128 });
    }
}
