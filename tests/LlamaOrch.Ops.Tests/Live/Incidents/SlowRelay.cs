using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Ops.Tests.Live.Incidents;

/// <summary>Stands before a node as a slow network would.</summary>
internal sealed class SlowRelay : IAsyncDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
    private readonly WebApplication app;
    private readonly Uri target;

    private SlowRelay(WebApplication app, Uri target) => (this.app, this.target) = (app, target);

    /// <summary>Where it listens.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>How long each request is held; zero for not at all.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Starts one.</summary>
    public static async Task<SlowRelay> StartAsync(Uri target)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        WebApplication app = builder.Build();
        var relay = new SlowRelay(app, target);
        app.Run(relay.PassAsync);
        await app.StartAsync();
        relay.Url = new Uri(
            app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return relay;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        http.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        if (Delay > TimeSpan.Zero)
        {
            using var pace = new PeriodicTimer(Delay);
            await pace.WaitForNextTickAsync(context.RequestAborted);
        }

        using var request = new HttpRequestMessage(
            new HttpMethod(context.Request.Method), new Uri(target, context.Request.Path.Value));
        if (HttpMethods.IsPost(context.Request.Method))
            request.Content = new StreamContent(context.Request.Body);
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues value) in context.Request.Headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)value))
                request.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)value);
        }

        request.Headers.Host = null;
        try
        {
            using HttpResponseMessage answer = await http.SendAsync(
                request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
            context.Response.StatusCode = (int)answer.StatusCode;
            foreach ((string name, IEnumerable<string> value) in answer.Headers.Concat(answer.Content.Headers))
            {
                if (name is not "Transfer-Encoding")
                    context.Response.Headers[name] = value.ToArray();
            }

            await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
        catch (HttpRequestException)
        {
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
        }
    }
}
