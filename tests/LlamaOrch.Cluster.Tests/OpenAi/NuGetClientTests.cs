using System.ClientModel;
using System.ClientModel.Primitives;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;
using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Waiting;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;
using OpenAI.Models;
using Xunit;

namespace LlamaOrch.Cluster.Tests.OpenAi;

/// <summary>OpenAI's NuGet package against a live fleet.</summary>
[Trait("lane", "cluster")]
[Collection(SharedOpenAiFleet.Name)]
public sealed class NuGetClientTests(OpenAiFleet open)
{
    private static readonly ChatMessage[] Story = [new UserChatMessage("Tell me a story about a fox.")];

    // The package marks developer messages as something that may change.
    [Fact]
    [Experimental("OPENAI001")]
    public async Task Chat_answers_with_text_and_usage()
    {
        ChatCompletion answer = await Chat().CompleteChatAsync(
            [new DeveloperChatMessage("You tell stories."), .. Story],
            new ChatCompletionOptions { MaxOutputTokenCount = 8 });

        Assert.NotEmpty(answer.Content[0].Text);
        Assert.Equal(ChatMessageRole.Assistant, answer.Role);
        Assert.InRange(answer.Usage.OutputTokenCount, 1, 8);
        Assert.Equal(answer.Usage.TotalTokenCount, answer.Usage.InputTokenCount + answer.Usage.OutputTokenCount);
    }

    [Fact]
    public async Task Chat_stream_brings_pieces_and_then_the_usage()
    {
        int pieces = 0;
        ChatTokenUsage? usage = null;
        ChatFinishReason? finish = null;
        await foreach (StreamingChatCompletionUpdate update in Chat().CompleteChatStreamingAsync(
            Story, new ChatCompletionOptions { MaxOutputTokenCount = 8 }))
        {
            pieces += update.ContentUpdate.Count;
            usage ??= update.Usage;
            finish ??= update.FinishReason;
        }

        Assert.True(pieces > 1);
        Assert.InRange(usage!.OutputTokenCount, 1, 8);
        Assert.NotNull(finish);
    }

    [Fact]
    public async Task Chat_ends_before_a_stop_text()
    {
        string whole = await TextAsync(new ChatCompletionOptions { Temperature = 0, MaxOutputTokenCount = 24 });
        string stop = whole[10..13];

        string cut = await TextAsync(
            new ChatCompletionOptions { Temperature = 0, MaxOutputTokenCount = 24, StopSequences = { stop } });

        Assert.Equal(whole[..whole.IndexOf(stop, StringComparison.Ordinal)], cut);
    }

    // The package marks 'Seed' as one that may change.
    [Fact]
    [Experimental("OPENAI001")]
    public async Task Chat_with_the_same_seed_is_the_same_answer()
    {
        ChatCompletionOptions With(long seed) => new() { Seed = seed, Temperature = 1.5f, MaxOutputTokenCount = 24 };

        Assert.Equal(await TextAsync(With(7)), await TextAsync(With(7)));
        Assert.NotEqual(await TextAsync(With(7)), await TextAsync(With(8)));
    }

    [Fact]
    public async Task Chat_follows_a_json_schema()
    {
        const string Schema = """
            {"type":"object","properties":{"kind":{"enum":["fox","owl"]},"legs":{"type":"integer","minimum":2,
             "maximum":4}},"required":["kind","legs"],"additionalProperties":false}
            """;
        string text = await TextAsync(new ChatCompletionOptions
        {
            MaxOutputTokenCount = 100,
            ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat(
                "animal", BinaryData.FromString(Schema), jsonSchemaIsStrict: true),
        });

        using JsonDocument animal = JsonDocument.Parse(text);
        Assert.Contains(animal.RootElement.GetProperty("kind").GetString(), (string[])["fox", "owl"]);
        Assert.InRange(animal.RootElement.GetProperty("legs").GetInt32(), 2, 4);
    }

    [Fact]
    public async Task Chat_gives_log_probabilities()
    {
        ChatCompletion answer = await Chat().CompleteChatAsync(Story, new ChatCompletionOptions
        {
            MaxOutputTokenCount = 4,
            IncludeLogProbabilities = true,
            TopLogProbabilityCount = 2,
        });

        Assert.Equal(answer.Usage.OutputTokenCount, answer.ContentTokenLogProbabilities.Count);
        Assert.All(answer.ContentTokenLogProbabilities, token =>
        {
            Assert.True(token.LogProbability <= 0);
            Assert.Equal(2, token.TopLogProbabilities.Count);
        });
    }

    [Fact]
    public async Task Tools_reach_an_engine_that_takes_them_and_are_refused_by_one_that_does_not()
    {
        var options = new ChatCompletionOptions
        {
            Tools = { ChatTool.CreateFunctionTool("get_weather", "The weather of a city.") },
        };
        open.Engine.Behavior = new FakeEngineBehavior();

        ChatCompletion answer = await Chat(OpenAiFleet.FakeModel).CompleteChatAsync(Story, options);
        ClientResultException refused = await Assert.ThrowsAsync<ClientResultException>(
            () => Chat().CompleteChatAsync(Story, options));

        Assert.Equal(ChatFinishReason.ToolCalls, answer.FinishReason);
        Assert.Equal("get_weather", answer.ToolCalls[0].FunctionName);
        Assert.Equal(400, refused.Status);
        Assert.Contains("'tools'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_arrives_at_the_engine_byte_by_byte_as_it_was_sent()
    {
        const string Odd = """
            { "model" : "fake-model",   "messages":[ {"role":"user","content":"\u00fc ü"} ],
              "x":1.0e2, "y" : [ ], "n":1 , "of_our_own": {"deep":[[null]]}}
            """;
        open.Engine.Behavior = new FakeEngineBehavior();

        using BinaryContent body = BinaryContent.Create(BinaryData.FromString(Odd));
        await Chat(OpenAiFleet.FakeModel).CompleteChatAsync(body);

        Assert.Equal(Odd, Encoding.UTF8.GetString(open.Engine.Requests[^1].Body));
    }

    [Fact]
    public async Task Embeddings_have_length_one()
    {
        OpenAIEmbeddingCollection answer = await new EmbeddingClient(TestPool.RealModel, Credential, Options())
            .GenerateEmbeddingsAsync(["a fox", "an owl"]);

        Assert.Equal(2, answer.Count);
        Assert.True(answer.Usage.InputTokenCount > 0);
        float sum = 0;
        foreach (float value in answer[0].ToFloats().Span)
            sum += value * value;
        Assert.Equal(1, sum, tolerance: 1e-3);
    }

    [Fact]
    public async Task Models_are_listed_and_found()
    {
        var models = new OpenAIModelClient(Credential, Options());

        OpenAIModelCollection all = await models.GetModelsAsync();
        OpenAIModel found = await models.GetModelAsync(TestPool.RealModel);

        Assert.Contains(all, model => model.Id == TestPool.RealModel);
        Assert.Equal(TestPool.RealModel, found.Id);
        Assert.Equal(404, await StatusAsync(() => models.GetModelAsync("no-such-model")));
    }

    [Fact]
    public async Task Refusals_have_the_status_and_the_words_of_their_code()
    {
        var stranger = new ChatClient(TestPool.RealModel, new ApiKeyCredential("wrong"), Options());
        ClientResultException unknown = await Assert.ThrowsAsync<ClientResultException>(
            () => Chat("no-such-model").CompleteChatAsync(Story));

        Assert.Equal(404, unknown.Status);
        Assert.Contains("MODEL_NOT_AVAILABLE", unknown.Message, StringComparison.Ordinal);
        Assert.Equal(401, await StatusAsync(() => stranger.CompleteChatAsync(Story)));
        Assert.Equal(400, await StatusAsync(() => Chat().CompleteChatAsync(
            Story, new ChatCompletionOptions { MaxOutputTokenCount = -5 })));
        Assert.Equal(400, await StatusAsync(() => Chat().CompleteChatAsync(
            Story, new ChatCompletionOptions { Temperature = -1 })));
    }

    [Fact]
    public async Task Full_queue_is_429_and_tried_again_when_the_client_may()
    {
        await using FullQueue full = await open.FillAsync();
        Assert.Equal(429, await StatusAsync(() => Chat(OpenAiFleet.FakeModel).CompleteChatAsync(Story)));
        double before = await open.RefusedAsync();

        Task<ClientResult<ChatCompletion>> patient = new ChatClient(
            OpenAiFleet.FakeModel, Credential, Options(retries: 10)).CompleteChatAsync(Story);
        await Eventually.HoldsAsync(
            "a refusal", async () => patient.IsCompleted || await open.RefusedAsync() > before);
        full.Open();

        Assert.NotEmpty((await patient).Value.Content[0].Text);
        Assert.True(await open.RefusedAsync() > before);
    }

    [Fact]
    public async Task Caller_that_cancels_frees_the_engine_and_its_slot()
    {
        open.Engine.Behavior = new FakeEngineBehavior { HoldAfterTokens = 2 };
        int before = open.Engine.AbortedCount;
        using var leave = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (StreamingChatCompletionUpdate _ in Chat(OpenAiFleet.FakeModel)
                .CompleteChatStreamingAsync(Story, cancellationToken: leave.Token))
                await leave.CancelAsync();
        });

        await Eventually.HoldsAsync("the engine to see it", () => open.Engine.AbortedCount == before + 1);
        open.Engine.Behavior = new FakeEngineBehavior();
        ChatCompletion next = await Chat(OpenAiFleet.FakeModel).CompleteChatAsync(Story);
        Assert.NotEmpty(next.Content[0].Text);
    }

    private static ApiKeyCredential Credential { get; } = new(OpenAiFleet.Token);

    private OpenAIClientOptions Options(int retries = 0) => new()
    {
        Endpoint = new Uri(open.Fleet.Url, "v1"),
        RetryPolicy = new ClientRetryPolicy(retries),
    };

    private ChatClient Chat(string model = TestPool.RealModel) => new(model, Credential, Options());

    private async Task<string> TextAsync(ChatCompletionOptions options) =>
        (await Chat().CompleteChatAsync(Story, options)).Value.Content[0].Text;

    private static async Task<int> StatusAsync(Func<Task> call) =>
        (await Assert.ThrowsAsync<ClientResultException>(call)).Status;
}
