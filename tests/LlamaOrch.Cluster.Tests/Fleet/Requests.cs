using System.Net.Http.Json;
using System.Text.Json;
using LlamaOrch.Client;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.TestKit.Streams;

namespace LlamaOrch.Cluster.Tests.Fleet;

/// <summary>The requests that tests send.</summary>
internal static class Requests
{
    /// <summary>A chat request as clients of OpenAI's API send it.</summary>
    public static Task<HttpResponseMessage> ChatAsync(
        this TestFleet fleet, string model, bool stream = false, int maxTokens = 12)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = JsonContent.Create(new
            {
                model,
                stream,
                max_tokens = maxTokens,
                messages = new[] { new { role = "user", content = "Tell me a story about a dog." } },
            }),
        };
        return fleet.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    /// <summary>Submits a task.</summary>
    public static Task<TaskView> SubmitAsync(this TestFleet fleet, string model, int maxTokens = 12) =>
        fleet.Client.SubmitAsync(new TaskRequest
        {
            Model = new ModelId(model),
            MaxTokens = maxTokens,
            Messages = JsonSerializer.SerializeToElement(
                [new ChatMessage("user", "Tell me a story about a dog.")],
                ClientJsonContext.Default.IReadOnlyListChatMessage),
        });

    /// <summary>A task's events as they come.</summary>
    public static async IAsyncEnumerable<StreamEvent> EventsAsync(this TestFleet fleet, TaskId taskId)
    {
        using HttpResponseMessage response = await fleet.Http.GetAsync(
            new Uri($"/v2/tasks/{taskId}/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        await foreach (StreamEvent happened in ServerSentEvents.ReadAsync(response))
            yield return happened;
    }

    /// <summary>All events of a task, until its stream ends.</summary>
    public static async Task<IReadOnlyList<StreamEvent>> AllEventsAsync(this TestFleet fleet, TaskId taskId)
    {
        var events = new List<StreamEvent>();
        await foreach (StreamEvent happened in fleet.EventsAsync(taskId))
            events.Add(happened);
        return events;
    }
}
