using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>An answer's body that breaks when its lease is lost, as if its connection had.</summary>
internal sealed class HeldBody(Stream inner, LeaseHold hold) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    /// <exception cref="IOException">The answer broke off, or its lease is lost.</exception>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // The caller's own token is a part of the hold's: nothing to be linked for each read.
        if (cancellationToken.CanBeCanceled && cancellationToken != hold.Caller)
            return ReadLinkedAsync(buffer, cancellationToken);
        ValueTask<int> reading = inner.ReadAsync(buffer, hold.Token);
        return reading.IsCompletedSuccessfully ? reading : SettleAsync(reading);
    }

    public override Task<int> ReadAsync(
        byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> SettleAsync(ValueTask<int> reading)
    {
        try
        {
            return await reading;
        }
        catch (OperationCanceledException) when (hold.IsLost && !hold.Caller.IsCancellationRequested)
        {
            throw new IOException("the node does not hold the lease any more");
        }
        catch (Exception bare) when (bare is SocketException or ObjectDisposedException)
        {
            throw new IOException("the connection to the node broke", bare);
        }
    }

    private async ValueTask<int> ReadLinkedAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(hold.Token, cancellationToken);
        try
        {
            return await inner.ReadAsync(buffer, stop.Token);
        }
        catch (OperationCanceledException) when (hold.IsLost && !cancellationToken.IsCancellationRequested)
        {
            throw new IOException("the node does not hold the lease any more");
        }
    }
}
