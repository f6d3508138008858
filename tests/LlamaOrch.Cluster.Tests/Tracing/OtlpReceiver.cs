using System.Collections.Concurrent;
using System.Net;
using Google.Protobuf;
using Grpc.Core;
using LlamaOrch.Cluster.Tests.Tracing.Wire;
using LlamaOrch.TestKit.Waiting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Cluster.Tests.Tracing;

/// <summary>Takes spans as a collector does, by gRPC or by HTTP, and decodes them.</summary>
internal sealed class OtlpReceiver : TraceService.TraceServiceBase, IAsyncDisposable
{
    public const string Grpc = "grpc";
    public const string Http = "http/protobuf";

    private readonly ConcurrentQueue<SeenSpan> seen = new();
    private readonly string protocol;
    private WebApplication app = null!;

    private OtlpReceiver(string protocol) => this.protocol = protocol;

    /// <summary>The spans so far.</summary>
    public IReadOnlyList<SeenSpan> Spans => [.. seen];

    /// <summary>What makes a daemon send its spans here, soon after they ended.</summary>
    public Dictionary<string, string?> Environment => new()
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] =
            app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First(),
        ["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol,
        ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
    };

    /// <summary>Starts one for one of OTLP's two protocols.</summary>
    public static async Task<OtlpReceiver> StartAsync(string protocol = Grpc)
    {
        var receiver = new OtlpReceiver(protocol);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(receiver);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
            listen.Protocols = protocol == Grpc ? HttpProtocols.Http2 : HttpProtocols.Http1));
        receiver.app = builder.Build();
        if (protocol == Grpc)
            receiver.app.MapGrpcService<OtlpReceiver>();
        else
            receiver.app.MapPost("/v1/traces", receiver.TakeAsync);
        await receiver.app.StartAsync();
        return receiver;
    }

    /// <summary>The one span of a trace with this name, as soon as it is here.</summary>
    public async Task<SeenSpan> OneAsync(string trace, string name)
    {
        await Eventually.HoldsAsync($"a span {name}", () => Of(trace, name).Length > 0);
        return Of(trace, name) is [SeenSpan only]
            ? only
            : throw new InvalidOperationException($"There are several: {string.Join(", ", Of(trace, name))}");
    }

    /// <summary>The spans of a trace with this name, earliest first.</summary>
    public SeenSpan[] Of(string trace, string name) =>
        [.. seen.Where(span => span.Trace == trace && span.Name == name).OrderBy(span => span.Start)];

    public override Task<ExportTraceServiceResponse> Export(
        ExportTraceServiceRequest request, ServerCallContext context)
    {
        Keep(request);
        return Task.FromResult(new ExportTraceServiceResponse());
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync();
        await app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext context)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        Keep(ExportTraceServiceRequest.Parser.ParseFrom(body.ToArray()));
        context.Response.ContentType = "application/x-protobuf";
        await context.Response.Body.WriteAsync(new ExportTraceServiceResponse().ToByteArray());
    }

    private void Keep(ExportTraceServiceRequest request)
    {
        foreach (ResourceSpans sender in request.ResourceSpans)
        {
            string service = sender.Resource.Attributes.Single(each => each.Key == "service.name").Value.StringValue;
            foreach (Span span in sender.ScopeSpans.SelectMany(scope => scope.Spans))
                seen.Enqueue(new SeenSpan(service, span));
        }
    }
}
