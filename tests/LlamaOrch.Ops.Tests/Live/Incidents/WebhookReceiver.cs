using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Ops.Tests.Live.Incidents;

/// <summary>Whom Alertmanager tells: keeps what it is told, by receiver.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Receiver, string Alert, string Status)> told = new();
    private readonly WebApplication app;

    private WebhookReceiver(WebApplication app) => this.app = app;

    /// <summary>Where it listens.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>Starts one.</summary>
    public static async Task<WebhookReceiver> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        WebApplication app = builder.Build();
        var receiver = new WebhookReceiver(app);
        app.MapPost("/{receiver}", receiver.TakeAsync);
        await app.StartAsync();
        receiver.Url = new Uri(
            app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return receiver;
    }

    /// <summary>Whether a receiver was told so of an alert.</summary>
    /// <param name="receiver">The last step of its address.</param>
    /// <param name="alert">The alert.</param>
    /// <param name="status"><c>firing</c> or <c>resolved</c>.</param>
    public bool WasTold(string receiver, string alert, string status) => told.Contains((receiver, alert, status));

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task TakeAsync(HttpContext context, string receiver)
    {
        JsonNode news = (await JsonNode.ParseAsync(context.Request.Body))!;
        foreach (JsonNode? alert in news["alerts"]!.AsArray())
        {
            told.Enqueue((
                receiver,
                alert!["labels"]!["alertname"]!.GetValue<string>(),
                alert["status"]!.GetValue<string>()));
        }
    }
}
