using LlamaOrch.Core.Leases;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>An answer that has begun: its headers and first bytes are here, so it can't be moved any more.</summary>
internal sealed class DispatchAttempt(
    SlotLease lease, PoolTarget target, HttpResponseMessage response, Stream body, TimeSpan firstByte) : IDisposable
{
    /// <summary>The slot that it runs on.</summary>
    public SlotLease Lease => lease;

    /// <summary>The slot's pool.</summary>
    public PoolTarget Target => target;

    /// <summary>From dispatch to the first byte.</summary>
    public TimeSpan FirstByte => firstByte;

    /// <summary>The engine's status.</summary>
    public int Status => (int)response.StatusCode;

    /// <summary>The body's length, bytes; null when only its end will tell.</summary>
    public long? ContentLength => response.Content.Headers.ContentLength;

    /// <summary>The engine's content type.</summary>
    public string? ContentType { get; } =
        response.Content.Headers.TryGetValues("Content-Type", out var values) ? values.First() : null;

    /// <summary>Whether the body is a stream of events.</summary>
    public bool IsEventStream =>
        ContentType?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>How long its first token took; null for an answer that comes as a whole, or is an error.</summary>
    public TimeSpan? FirstToken => IsEventStream && Status == 200 ? firstByte : null;

    /// <summary>The body as it comes.</summary>
    public Stream Body => body;

    public void Dispose() => response.Dispose();
}
