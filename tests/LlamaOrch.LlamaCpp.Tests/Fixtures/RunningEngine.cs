using System.Text;
using System.Text.Json;
using LlamaOrch.LlamaCpp.Inference;
using LlamaOrch.LlamaCpp.Model;
using LlamaOrch.LlamaCpp.Native;
using LlamaOrch.LlamaCpp.Startup;
using LlamaOrch.TestKit.Streams;

namespace LlamaOrch.LlamaCpp.Tests.Fixtures;

/// <summary>An engine with its HTTP server in the test's own process, on a port that the system chose.</summary>
internal sealed class RunningEngine : IAsyncDisposable
{
    private readonly EngineServer _server;

    private RunningEngine(EngineServer server, LoadedEngine loaded)
    {
        (_server, Loaded) = (server, loaded);
        Client = new HttpClient { BaseAddress = new Uri(server.Url), Timeout = TimeSpan.FromMinutes(2) };
    }

    /// <summary>Speaks to it.</summary>
    public HttpClient Client { get; }

    /// <summary>What it has loaded.</summary>
    public LoadedEngine Loaded { get; }

    /// <summary>Slots that have a job.</summary>
    public int BusySlots => Loaded.Loop.Slots.Count(slot => slot.Job is not null);

    public static async Task<RunningEngine> StartAsync(EngineOptions options)
    {
        await NativeLibraries.EnsureLoadedAsync(null, CancellationToken.None, NativeLogLevel.Error);
        EngineServer server = await EngineServer.StartAsync(options, ModelFile.Check(options));
        return new RunningEngine(server, await server.Engine.WhenLoaded);
    }

    public Task<HttpResponseMessage> PostAsync(
        string path, string json, CancellationToken cancellationToken = default) =>
        Client.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"), cancellationToken);

    /// <summary>The answer's JSON, which must be a success.</summary>
    public async Task<JsonElement> AskAsync(string path, string json)
    {
        using HttpResponseMessage response = await PostAsync(path, json);
        string body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, body);
        return JsonElement.Parse(body);
    }

    /// <summary>The events of a stream that ends by itself.</summary>
    public async Task<IReadOnlyList<StreamEvent>> StreamAsync(string path, string json)
    {
        using HttpResponseMessage response = await OpenStreamAsync(path, json, CancellationToken.None);
        return await ServerSentEvents.ReadAllAsync(response);
    }

    /// <summary>A stream at its first byte.</summary>
    public async Task<HttpResponseMessage> OpenStreamAsync(
        string path, string json, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        return await Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
    }
}
