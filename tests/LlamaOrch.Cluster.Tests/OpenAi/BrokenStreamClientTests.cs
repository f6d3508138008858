using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using LlamaOrch.TestKit.Engines;
using Microsoft.Extensions.AI;
using Microsoft.SemanticKernel;
using Microsoft.SemanticKernel.ChatCompletion;
using Microsoft.SemanticKernel.Connectors.OpenAI;
using OpenAI;
using Xunit;

namespace LlamaOrch.Cluster.Tests.OpenAi;

/// <summary>
/// No client of .NET takes a cut-off stream for whole. Those that take no notice of error events raise by the break.
/// </summary>
[Trait("lane", "cluster")]
[Collection(SharedOpenAiFleet.Name)]
public sealed class BrokenStreamClientTests(OpenAiFleet open)
{
    private const string Hello = "Hello";

    public static TheoryData<string, EngineFault, int> Cuts { get; } = new MatrixTheoryData<string, EngineFault, int>(
        ["OpenAI", "Microsoft.Extensions.AI", "Microsoft.SemanticKernel"],
        [EngineFault.EndEarly, EngineFault.EndMidLine, EngineFault.ErrorMidStream, EngineFault.ResetMidStream],
        [0, 2]);

    private const string Whole = "One two three four five six.";

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task Stream_that_is_cut_off_is_an_error(string client, EngineFault fault, int tokens)
    {
        open.Engine.Behavior = new FakeEngineBehavior { Fault = fault, FaultAfterTokens = tokens };

        var text = new StringBuilder();
        Exception error = await Assert.ThrowsAnyAsync<Exception>(() => ReadAsync(client, text));

        Assert.True(error is ClientResultException or HttpOperationException or HttpRequestException or IOException,
            $"{error}");
        Assert.StartsWith(text.ToString(), Whole, StringComparison.Ordinal);
        // A reset may overtake what is on its way.
        Assert.True(fault == EngineFault.ResetMidStream || tokens > 0 == text.Length > 0, $"It came: '{text}'");
        Assert.True(text.Length < Whole.Length, $"All of the answer came: {text}");
    }

    [Theory]
    [InlineData("OpenAI")]
    [InlineData("Microsoft.Extensions.AI")]
    [InlineData("Microsoft.SemanticKernel")]
    public async Task Stream_that_is_whole_is_none(string client)
    {
        open.Engine.Behavior = new FakeEngineBehavior();

        var text = new StringBuilder();
        await ReadAsync(client, text);

        Assert.Equal(Whole, text.ToString());
    }

    private async Task ReadAsync(string client, StringBuilder text)
    {
        var openAi = new OpenAIClient(new ApiKeyCredential(OpenAiFleet.Token), new OpenAIClientOptions
        {
            Endpoint = new Uri(open.Fleet.Url, "v1"),
            RetryPolicy = new ClientRetryPolicy(0),
        });
        switch (client)
        {
            case "OpenAI":
                await foreach (var update in openAi.GetChatClient(OpenAiFleet.FakeModel)
                    .CompleteChatStreamingAsync(Hello))
                    text.AppendJoin(string.Empty, update.ContentUpdate.Select(part => part.Text));
                break;
            case "Microsoft.Extensions.AI":
                using (IChatClient chat = openAi.GetChatClient(OpenAiFleet.FakeModel).AsIChatClient())
                {
                    await foreach (ChatResponseUpdate update in chat.GetStreamingResponseAsync(Hello))
                        text.Append(update.Text);
                }

                break;
            default:
                var service = new OpenAIChatCompletionService(OpenAiFleet.FakeModel, openAi);
                await foreach (var update in service.GetStreamingChatMessageContentsAsync(new ChatHistory(Hello)))
                    text.Append(update.Content);
                break;
        }
    }
}
