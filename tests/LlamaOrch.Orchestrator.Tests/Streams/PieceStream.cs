namespace LlamaOrch.Orchestrator.Tests.Streams;

/// <summary>A stream that gives one piece at each read, as a network would.</summary>
internal sealed class PieceStream(IEnumerable<byte[]> pieces) : MemoryStream(Together(pieces), writable: false)
{
    private readonly Queue<int> sizes = new(pieces.Select(piece => piece.Length).Where(size => size > 0));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int size = sizes.TryDequeue(out int next) ? next : buffer.Length;
        int read = Read(buffer.Span[..Math.Min(size, buffer.Length)]);
        return ValueTask.FromResult(read);
    }

    private static byte[] Together(IEnumerable<byte[]> pieces) => [.. pieces.SelectMany(piece => piece)];
}
