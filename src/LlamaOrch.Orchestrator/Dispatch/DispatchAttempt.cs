using LlamaOrch.Contracts.Http;
using LlamaOrch.Core.Leases;
using LlamaOrch.Hosting.Streams;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>
/// An answer that has begun: its headers and its first token, or what else its engine has to say, are here, so it can't
/// be moved any more.
/// </summary>
/// <param name="lease">The slot that it runs on.</param>
/// <param name="target">The slot's pool.</param>
/// <param name="response">The answer.</param>
/// <param name="body">Its body, behind the first bytes.</param>
/// <param name="meter">What has seen those.</param>
/// <param name="begun">From dispatch to the first token of a stream; to the first byte of anything else.</param>
internal sealed class DispatchAttempt(
    SlotLease lease,
    PoolTarget target,
    HttpResponseMessage response,
    Stream body,
    AnswerMeter meter,
    TimeSpan begun,
    LeaseHold hold) : IDisposable
{
    /// <summary>The slot that it runs on.</summary>
    public SlotLease Lease => lease;

    /// <summary>The slot's pool.</summary>
    public PoolTarget Target => target;

    /// <summary>What counts it; it has seen the first bytes.</summary>
    public AnswerMeter Meter => meter;

    /// <summary>From dispatch to the first token of a stream; to the first byte of anything else.</summary>
    public TimeSpan Begun => begun;

    /// <summary>The engine's status.</summary>
    public int Status => (int)response.StatusCode;

    /// <summary>The body's length, bytes; null when only its end will tell.</summary>
    public long? ContentLength => response.Content.Headers.ContentLength;

    /// <summary>The engine's content type.</summary>
    public string? ContentType { get; } =
        response.Content.Headers.TryGetValues("Content-Type", out var values) ? values.First() : null;

    /// <summary>What of the request's JSON schema the engine does not enforce; null where there is nothing.</summary>
    public string? SchemaHints { get; } =
        response.Headers.NonValidated.TryGetValues(LlorchHeaders.SchemaHints, out var hints) ? hints.ToString() : null;

    /// <summary>Whether the body is a stream of events, whatever its content type says.</summary>
    public bool IsEventStream => Status == 200 && meter.IsEvents == true;

    /// <summary>How long its first token took; null where none has come, and for a document.</summary>
    public TimeSpan? FirstToken => IsEventStream && meter.HasToken ? begun : null;

    /// <summary>
    /// Whether <see cref="Begun"/> tells how fast the pool is. An error is no answer, and a stream without a token has
    /// not begun.
    /// </summary>
    public bool HasLatency => Status == 200 && (meter.IsEvents != true || meter.HasToken);

    /// <summary>The body as it comes, behind the first bytes.</summary>
    public Stream Body => body;

    public void Dispose()
    {
        response.Dispose();
        hold.Dispose();
    }
}
