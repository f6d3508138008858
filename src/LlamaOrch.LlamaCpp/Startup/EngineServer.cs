using System.Net;
using System.Text;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.LlamaCpp.Http.Endpoints;
using LlamaOrch.LlamaCpp.Http.Requests;
using LlamaOrch.LlamaCpp.Inference;
using LlamaOrch.LlamaCpp.Model;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.LlamaCpp.Startup;

/// <summary>The worker's HTTP server and its engine.</summary>
internal sealed class EngineServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private EngineServer(WebApplication app, InferenceEngine engine) => (_app, Engine) = (app, engine);

    /// <summary>The engine.</summary>
    public InferenceEngine Engine { get; }

    /// <summary>Where it listens.</summary>
    public string Url { get; private set; } = "";

    /// <summary>Listens, and loads the model meanwhile.</summary>
    /// <exception cref="StartupException">The address can't be used.</exception>
    public static async Task<EngineServer> StartAsync(EngineOptions options, ModelFile file)
    {
        WebApplication app = Build(new IPEndPoint(IPAddress.Parse(options.Host), options.Port));
        var engine = new InferenceEngine(options, file);
        EngineEndpoints.Map(app, engine, options);

        // Streams end when their jobs do; so the engine stops before the server waits for its connections.
        app.Lifetime.ApplicationStopping.Register(engine.Stop);
        var server = new EngineServer(app, engine);
        try
        {
            await app.StartAsync();
        }
        catch (IOException failure)
        {
            await app.DisposeAsync();
            throw Refused(options, failure);
        }

        server.Url = app.Services.GetRequiredService<IServer>().Features
            .GetRequiredFeature<IServerAddressesFeature>().Addresses.First();
        engine.Start();
        return server;
    }

    /// <summary>Ends when the process is asked to stop.</summary>
    public async Task WaitForStopAsync()
    {
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration asked =
            _app.Lifetime.ApplicationStopping.UnsafeRegister(_ => stopping.TrySetResult(), null);
        await stopping.Task;
    }

    /// <summary>Asks it to stop.</summary>
    public void RequestStop() => _app.Lifetime.StopApplication();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        Engine.Dispose();
    }

    private static WebApplication Build(IPEndPoint endpoint)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Any byte is a character here; as UTF-8, one that is none would make the whole request an empty 400.
            kestrel.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
            kestrel.Limits.MaxRequestBodySize = RequestBody.BytesMax;
            kestrel.Listen(endpoint);
        });
        builder.Services.AddRoutingCore();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Logging.AddSimpleConsole();
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        return builder.Build();
    }

    private static StartupException Refused(EngineOptions options, IOException failure) =>
        failure.InnerException is AddressInUseException
            ? new StartupException(
                ExitCode.PortInUse, $"Port {options.Port} on {options.Host} is in use by another program.", failure)
            : new StartupException(
                ExitCode.BadConfiguration,
                $"{options.Host}:{options.Port} can't be listened on: {failure.Message}",
                failure);
}
