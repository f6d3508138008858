using System.CommandLine;
using System.Net;
using LlamaOrch.Bench.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Bench.Traces;

/// <summary><c>trace-sink</c>: takes spans by OTLP over HTTP and forgets them; says at its end how many came.</summary>
internal sealed class TraceSinkCommand : Command
{
    private readonly Option<int> port = new("--port") { Description = "Port on 127.0.0.1; 0 lets the system choose." };

    private long batches;
    private long bytes;

    public TraceSinkCommand()
        : base("trace-sink", "A receiver of traces that keeps none, to measure what sending them costs.")
    {
        Options.Add(port);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(
            kestrel => kestrel.Listen(IPAddress.Loopback, arguments.GetValue(port)));
        await using WebApplication app = builder.Build();
        app.MapPost("/v1/traces", TakeAsync);
        await app.StartAsync(cancellationToken);
        ListeningLine.Write(app.Urls.First());
        await app.WaitForShutdownAsync(cancellationToken);
        await Console.Error.WriteLineAsync($"{batches} batches, {bytes} bytes");
        return 0;
    }

    private async Task TakeAsync(HttpContext context)
    {
        byte[] buffer = new byte[64 * 1024];
        int count;
        while ((count = await context.Request.Body.ReadAsync(buffer, context.RequestAborted)) > 0)
            Interlocked.Add(ref bytes, count);
        Interlocked.Increment(ref batches);
        context.Response.ContentType = "application/x-protobuf";
    }
}
