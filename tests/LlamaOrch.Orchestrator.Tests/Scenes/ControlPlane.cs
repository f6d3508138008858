using System.Text;
using LlamaOrch.Core.Ports;
using LlamaOrch.Hosting.Security;
using LlamaOrch.Hosting.Startup;
using LlamaOrch.Orchestrator.Configuration;
using LlamaOrch.Orchestrator.Features;
using LlamaOrch.Storage.Sqlite.Database;
using LlamaOrch.Storage.Sqlite.Tasks;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Scraping;
using LlamaOrch.TestKit.Waiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Orchestrator.Tests.Scenes;

/// <summary>A whole orchestratord in this process, on a port of its own.</summary>
internal sealed class ControlPlane : IAsyncDisposable
{
    private readonly WebApplication app;

    private readonly Defects defects;

    private readonly TemporaryDirectory? data;

    private bool isStopped;

    private ControlPlane(WebApplication app, Defects defects, string? token, TemporaryDirectory? data)
    {
        (this.app, this.defects, this.data) = (app, defects, data);
        Url = app.ListeningUrl();
        Http = new HttpClient { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(60) };
        if (token is not null)
            Http.DefaultRequestHeaders.Authorization = new("Bearer", token);
    }

    public Uri Url { get; }

    public HttpClient Http { get; }

    /// <summary>Its parts.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>Starts one.</summary>
    /// <param name="token">The API token; null lets everybody in.</param>
    /// <param name="settings">
    /// Settings other than the defaults, as on the command line; without a data directory it has one of its own.
    /// </param>
    public static Task<ControlPlane> StartAsync(string? token, params (string Key, object Value)[] settings) =>
        StartAsync(ApiTokens.Parse(token), settings);

    /// <summary>Starts one that accepts some tokens and keys.</summary>
    public static Task<ControlPlane> StartAsync(
        ApiTokens accepted, params (string Key, object Value)[] settings) => StartAsync(accepted, null, settings);

    /// <summary>Starts one that goes by a clock of the test.</summary>
    public static Task<ControlPlane> StartAtAsync(
        TimeProvider time, params (string Key, object Value)[] settings) =>
        StartAsync(ApiTokens.Parse(null), null, settings, time);

    /// <summary>Starts one whose journal a test has its hands on.</summary>
    public static Task<ControlPlane> StartWithAsync(
        Func<ITaskJournal, ITaskJournal> journal, params (string Key, object Value)[] settings) =>
        StartAsync(ApiTokens.Parse(null), journal, settings);

    /// <summary>Starts one whose journal a test has its hands on, and that accepts some keys.</summary>
    public static Task<ControlPlane> StartWithAsync(ApiTokens accepted, Func<ITaskJournal, ITaskJournal> journal) =>
        StartAsync(accepted, journal, []);

    private static async Task<ControlPlane> StartAsync(
        ApiTokens accepted,
        Func<ITaskJournal, ITaskJournal>? journal,
        (string Key, object Value)[] settings,
        TimeProvider? time = null)
    {
        TemporaryDirectory? data = settings.Any(s => s.Key == "data_dir") ? null : new TemporaryDirectory();
        IEnumerable<(string Key, object Value)> all = [("addr", "127.0.0.1:0"), .. settings];
        if (data is not null)
            all = all.Append(("data_dir", data.Path));
        string[] args = [.. all.SelectMany(s => (string[])[$"--{s.Key}", $"{s.Value}"])];
        WebApplicationBuilder builder = DaemonHost.CreateBuilder(OrchestratorOptions.EnvironmentPrefix, args);
        builder.AddOrchestrator();
        var defects = new Defects();
        builder.Logging.ClearProviders().AddProvider(defects);
        builder.Services.AddSingleton(accepted);
        if (time is not null)
            builder.Services.AddSingleton(time);
        if (journal is not null)
        {
            builder.Services.AddSingleton(provider => journal(
                new SqliteTaskJournal(provider.GetRequiredService<SqliteDatabase>(), kept: 100)));
        }

        WebApplication app = builder.Build().MapOrchestrator();
        await DaemonRunner.StartAsync(app, CancellationToken.None);
        return new ControlPlane(app, defects, accepted.Outgoing, data);
    }

    public static Task<ControlPlane> StartAsync(params (string Key, object Value)[] settings) =>
        StartAsync((string?)null, settings);

    /// <summary>Registers a node and waits until its pools take work.</summary>
    public async Task<FakeNode> JoinAsync(FakeNode node)
    {
        await node.RegisterAsync(Http);
        foreach (string pool in node.Pools)
            await PoolIsAsync(pool, available: true);
        return node;
    }

    /// <summary>Waits until a pool takes work, or does not.</summary>
    public Task PoolIsAsync(string pool, bool available) => Eventually.HoldsAsync(
        $"pool {pool} {(available ? "takes" : "takes no")} work",
        async () => (await Http.GetAsync(new Uri(Url, $"/v2/pools/{pool}/health"))).IsSuccessStatusCode == available);

    /// <summary>Sends a chat; the answer's headers are there, its body comes.</summary>
    public Task<HttpResponseMessage> ChatAsync(
        string model, bool stream = false, CancellationToken cancellationToken = default) =>
        PostAsync("/v1/chat/completions", Body.Chat(model, stream), cancellationToken);

    public Task<HttpResponseMessage> PostAsync(string path, string body, CancellationToken cancellationToken = default)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Url, path))
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        return Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    /// <summary>Submits a task that must be taken; its id.</summary>
    public async Task<string> SubmitAsync(string model, string? id = null, string priority = "interactive")
    {
        using HttpResponseMessage response = await PostAsync("/v2/tasks", Body.Task(model, id, priority));
        Answer taken = await Answer.OfAsync(response);
        if (taken.Status != 202)
            throw new InvalidOperationException(taken.Text);
        return taken.Json.GetProperty("task_id").GetString()!;
    }

    public async Task<Answer> GetAsync(string path)
    {
        using HttpResponseMessage response = await Http.GetAsync(new Uri(Url, path));
        return await Answer.OfAsync(response);
    }

    public async Task<string> TaskStateAsync(string task) =>
        (await GetAsync($"/v2/tasks/{task}")).Json.GetProperty("state").GetString()!;

    public Task TaskIsAsync(string task, string state) =>
        Eventually.HoldsAsync($"task {task} is {state}", async () => await TaskStateAsync(task) == state);

    /// <summary>A task's events from the start, or after an id.</summary>
    public Task<HttpResponseMessage> EventsAsync(string task, string? lastEventId = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(Url, $"/v2/tasks/{task}/events"));
        if (lastEventId is not null)
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        return Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async Task<Answer> CancelAsync(string task)
    {
        using HttpResponseMessage response = await PostAsync($"/v2/tasks/{task}/cancel", string.Empty);
        return await Answer.OfAsync(response);
    }

    public Task<MetricsScrape> ScrapeAsync() => MetricsScrape.FromAsync(Url);

    /// <summary>Waits until a metric has a value: counters of an answer follow its last byte.</summary>
    public Task MetricIsAsync(double value, string name, params (string, string)[] labels) => Eventually.HoldsAsync(
        $"{name}{{{string.Join(',', labels)}}} is {value}",
        async () => (await ScrapeAsync()).Sum(name, labels) == value);

    /// <summary>Stops it as SIGTERM does, with its grace; it can be disposed of afterwards.</summary>
    public Task StopAsync()
    {
        isStopped = true;
        return app.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        if (!isStopped)
            await app.StopAsync(now.Token);
        await app.DisposeAsync();
        data?.Dispose();
        if (defects.Seen.Count > 0)
            throw new InvalidOperationException(string.Join(Environment.NewLine, defects.Seen));
    }
}
