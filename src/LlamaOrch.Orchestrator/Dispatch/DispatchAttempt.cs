using LlamaOrch.Core.Leases;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>An answer that has begun: its headers and first bytes are here, so it can't be moved any more.</summary>
internal sealed class DispatchAttempt(SlotLease lease, HttpResponseMessage response, Stream body) : IDisposable
{
    /// <summary>The slot that it runs on.</summary>
    public SlotLease Lease => lease;

    /// <summary>The engine's status.</summary>
    public int Status => (int)response.StatusCode;

    /// <summary>The engine's content type.</summary>
    public string? ContentType => response.Content.Headers.TryGetValues("Content-Type", out var values)
        ? values.First()
        : null;

    /// <summary>Whether the body is a stream of events.</summary>
    public bool IsEventStream =>
        ContentType?.StartsWith("text/event-stream", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The body as it comes.</summary>
    public Stream Body => body;

    public void Dispose() => response.Dispose();
}
