using System.Collections.Concurrent;
using System.Text;

namespace LlamaOrch.Orchestrator.Tests.Logging;

/// <summary>A stream that tells each write, and lets it end when the test says so.</summary>
internal sealed class HeldStream(bool isHeld = false, bool isBroken = false) : MemoryStream
{
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(60);

    private readonly BlockingCollection<string> writes = [];
    private readonly ManualResetEventSlim released = new(!isHeld);

    /// <summary>The next write.</summary>
    public string Next() => writes.TryTake(out string? text, WaitMax)
        ? text
        : throw new TimeoutException("Nothing was written.");

    /// <summary>Whether there was a write that nobody took.</summary>
    public bool HasMore => writes.Count > 0;

    public void Release() => released.Set();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        writes.Add(Encoding.UTF8.GetString(buffer));
        if (isBroken)
            throw new IOException("No space left on device");
        if (!released.Wait(WaitMax))
            throw new TimeoutException("Nobody released the stream.");
    }

    protected override void Dispose(bool disposing)
    {
        writes.Dispose();
        released.Dispose();
        base.Dispose(disposing);
    }
}
