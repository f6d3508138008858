using System.Buffers;
using System.CommandLine;
using System.IO.Pipelines;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.Bench.Proxies;

/// <summary><c>forward</c>: Kestrel and the HTTP client with nothing between: the least that the pair costs.</summary>
internal sealed class ForwardCommand : Command, IDisposable
{
    private const int CopyBytes = 16 * 1024;
    private static readonly MediaTypeHeaderValue JsonType = new("application/json");

    private readonly ProxyOptions options = new();
    private readonly HttpMessageInvoker http;

    public ForwardCommand()
        : base("forward", "A bare Kestrel and HttpClient forwarder, for orientation.")
    {
        var handler = new SocketsHttpHandler();
        UpstreamHandler.Configure(handler);
        http = new HttpMessageInvoker(handler);
        options.AddTo(this);
        SetAction(RunAsync);
    }

    public void Dispose() => http.Dispose();

    private Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var target = new Uri(options.Upstream(arguments), "/v1/chat/completions");
        WebApplication app = options.CreateBuilder(arguments).Build();
        app.Run(context => ForwardAsync(context, target));
        return ProxyOptions.RunAsync(app, cancellationToken);
    }

    private async Task ForwardAsync(HttpContext context, Uri target)
    {
        CancellationToken gone = context.RequestAborted;
        try
        {
            ReadResult body;
            PipeReader input = context.Request.BodyReader;
            while (!(body = await input.ReadAsync(gone)).IsCompleted)
                input.AdvanceTo(body.Buffer.Start, body.Buffer.End);
            using var request = new HttpRequestMessage(HttpMethod.Post, target)
            {
                Content = new ReadOnlyMemoryContent(
                    body.Buffer.IsSingleSegment ? body.Buffer.First : body.Buffer.ToArray()),
            };
            request.Content.Headers.ContentType = JsonType;
            using HttpResponseMessage response = await http.SendAsync(request, gone);
            input.AdvanceTo(body.Buffer.End);
            await AnswerAsync(context, response, gone);
        }
        catch (Exception failure) when (failure is OperationCanceledException or IOException or HttpRequestException)
        {
            context.Abort();
        }
    }

    private static async Task AnswerAsync(HttpContext context, HttpResponseMessage response, CancellationToken gone)
    {
        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        context.Response.ContentLength = response.Content.Headers.ContentLength;
        PipeWriter output = context.Response.BodyWriter;
        await using Stream answer = await response.Content.ReadAsStreamAsync(gone);
        int count;
        while ((count = await answer.ReadAsync(output.GetMemory(CopyBytes), gone)) > 0)
        {
            output.Advance(count);
            await output.FlushAsync(gone);
        }
    }
}
