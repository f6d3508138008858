using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.PoolManager.Inference;

/// <summary>
/// A request's body with the engine's name of the model. It is gathered first, since its length has to be known: not
/// every engine takes a body without one.
/// </summary>
internal sealed class RenamedContent : HttpContent
{
    private readonly IReadOnlyList<ReadOnlyMemory<byte>> pieces;

    private RenamedContent(HttpRequest request, IReadOnlyList<ReadOnlyMemory<byte>> pieces)
    {
        this.pieces = pieces;
        Headers.TryAddWithoutValidation("Content-Type", request.ContentType ?? "application/json");
    }

    /// <summary>Reads the body, which Kestrel bounds, and splices it.</summary>
    /// <exception cref="BadHttpRequestException">It is too large, or ended early.</exception>
    public static async Task<RenamedContent> ReadAsync(
        HttpRequest request, ModelRenaming renaming, CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>((int)Math.Max(request.ContentLength ?? 0, 256));
        PipeReader reader = request.BodyReader;
        while (true)
        {
            ReadResult read = await reader.ReadAsync(cancellationToken);
            foreach (ReadOnlyMemory<byte> piece in read.Buffer)
                body.Write(piece.Span);
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
                return new RenamedContent(request, renaming.Splice(body.WrittenMemory));
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        foreach (ReadOnlyMemory<byte> piece in pieces)
            await stream.WriteAsync(piece, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = pieces.Sum(piece => (long)piece.Length);
        return true;
    }
}
