using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.PoolManager.Inference;

/// <summary>A request's body on its way to the engine: each piece is written as it comes, none is kept.</summary>
internal sealed class PassthroughContent : HttpContent
{
    private readonly HttpRequest request;

    public PassthroughContent(HttpRequest request)
    {
        this.request = request;
        Headers.TryAddWithoutValidation("Content-Type", request.ContentType ?? "application/json");
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        PipeReader body = request.BodyReader;
        while (true)
        {
            ReadResult read = await body.ReadAsync(cancellationToken);
            foreach (ReadOnlyMemory<byte> piece in read.Buffer)
                await stream.WriteAsync(piece, cancellationToken);
            body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                return;
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = request.ContentLength ?? 0;
        return request.ContentLength is not null;
    }
}
