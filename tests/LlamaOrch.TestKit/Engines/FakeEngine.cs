using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.TestKit.Engines;

/// <summary>
/// An engine over in-process Kestrel on loopback, for the faults that a real one can't be asked to make: it hangs,
/// holds a stream, answers garbage, resets. Speaks as llama-server or as a plain OpenAI-compatible server.
/// </summary>
public sealed class FakeEngine : IAsyncDisposable
{
    // Tests send few requests; a load test must not grow without bound either.
    private const int SeenMax = 10_000;

    private readonly ConcurrentQueue<SeenRequest> seen = new();
    private readonly WebApplication app;
    private volatile FakeEngineBehavior behavior;
    private volatile TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int active;
    private int aborted;

    private FakeEngine(WebApplication app, FakeEngineBehavior behavior) => (this.app, this.behavior) = (app, behavior);

    /// <summary>Where it listens.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>How it behaves from the next request on.</summary>
    public FakeEngineBehavior Behavior
    {
        get => behavior;
        set => behavior = value;
    }

    /// <summary>Inference requests so far, in order of arrival.</summary>
    public IReadOnlyList<SeenRequest> Requests => [.. seen];

    /// <summary>Inference requests that it works on now.</summary>
    public int ActiveCount => Volatile.Read(ref active);

    /// <summary>Inference requests whose caller went away before the end.</summary>
    public int AbortedCount => Volatile.Read(ref aborted);

    /// <summary>Starts one on a port of its own, or on <paramref name="port"/>: an engine that comes back.</summary>
    public static async Task<FakeEngine> StartAsync(FakeEngineBehavior? behavior = null, int port = 0)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, port));
        builder.WebHost.UseShutdownTimeout(TimeSpan.FromMilliseconds(100));
        WebApplication app = builder.Build();
        var engine = new FakeEngine(app, behavior ?? new FakeEngineBehavior());
        FakeEngineRoutes.Map(app, engine);
        await app.StartAsync();
        engine.Url = new Uri(
            app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return engine;
    }

    /// <summary>
    /// Lets every request seen so far go on where it is held, now or later; later requests are held anew.
    /// </summary>
    public void ReleaseHeld() => Interlocked.Exchange(
        ref held, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();

    /// <summary>Stops it at once, resetting what still runs; its port is free afterwards.</summary>
    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    /// <returns>
    /// What lets it go on where it is held: taken before anybody can see the request, so that who saw it releases it.
    /// </returns>
    internal Task Began(SeenRequest request)
    {
        Task released = held.Task;
        Interlocked.Increment(ref active);
        seen.Enqueue(request);
        if (seen.Count > SeenMax)
            seen.TryDequeue(out _);
        return released;
    }

    internal void Ended(bool wasAborted)
    {
        if (wasAborted)
            Interlocked.Increment(ref aborted);
        Interlocked.Decrement(ref active);
    }
}
