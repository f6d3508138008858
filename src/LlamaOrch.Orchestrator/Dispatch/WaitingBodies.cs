using LlamaOrch.Core.Scheduling;
using LlamaOrch.Orchestrator.Configuration;
using Microsoft.Extensions.Options;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>
/// Counts the bytes of the bodies that this process keeps for requests that wait, over all models: the number of
/// requests in a queue is bounded, but a body may have megabytes.
/// </summary>
internal sealed class WaitingBodies(IOptions<OrchestratorOptions> options)
{
    private readonly long bytesMax = options.Value.QueueBytesMax;
    private long bytes;

    /// <summary>Bytes of all bodies that are kept.</summary>
    public long Bytes => Volatile.Read(ref bytes);

    /// <summary>Whether the bodies that are kept exceed <c>queue_bytes_max</c>.</summary>
    public bool AreTooMany => Bytes > bytesMax;

    /// <summary>A body is kept from now on.</summary>
    public void Add(int bodyBytes) => Interlocked.Add(ref bytes, bodyBytes);

    /// <summary>It is not kept any more, or passed on.</summary>
    public void Remove(int bodyBytes) => Interlocked.Add(ref bytes, -bodyBytes);

    /// <summary>Why a request may not wait.</summary>
    /// <param name="start">When it would have started; null while unknown.</param>
    public SlotAnswer.Refused Refuse(StartPrediction? start) => new(
        ErrorCode.AdmissionReject,
        $"Requests of more than {bytesMax} bytes wait already: try again later, or send a smaller one.",
        start is null ? null : (long)Math.Ceiling(start.Wait.TotalMilliseconds));
}
