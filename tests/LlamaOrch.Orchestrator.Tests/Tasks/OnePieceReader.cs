using System.IO.Pipelines;

namespace LlamaOrch.Orchestrator.Tests.Tasks;

/// <summary>Shows what a pipe holds in pieces that grow by so many bytes at each read, as a network would.</summary>
internal sealed class OnePieceReader(PipeReader inner, int pieceBytes) : PipeReader
{
    private long shown;
    private long total;
    private ReadResult last;

    public override async ValueTask<ReadResult> ReadAsync(CancellationToken cancellationToken = default)
    {
        last = await inner.ReadAsync(cancellationToken);
        total = last.Buffer.Length;
        shown = Math.Min(total, shown + pieceBytes);
        return new ReadResult(last.Buffer.Slice(0, shown), false, last.IsCompleted && shown == total);
    }

    public override void AdvanceTo(SequencePosition consumed) => AdvanceTo(consumed, consumed);

    public override void AdvanceTo(SequencePosition consumed, SequencePosition examined)
    {
        shown -= last.Buffer.Slice(0, consumed).Length;
        // The pipe must not wait for more than it has: everything is in it.
        inner.AdvanceTo(consumed);
    }

    public override bool TryRead(out ReadResult result) => throw new NotSupportedException();

    public override void CancelPendingRead() => inner.CancelPendingRead();

    public override void Complete(Exception? exception = null) => inner.Complete(exception);
}
