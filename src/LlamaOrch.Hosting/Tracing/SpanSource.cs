using System.Diagnostics;
using LlamaOrch.Hosting.Correlation;
using OpenTelemetry.Trace;

namespace LlamaOrch.Hosting.Tracing;

/// <summary>
/// The spans of one daemon: several daemons share a process in the home profile, and each has its own. Nothing is made
/// for a request whose trace nobody records, so whoever listens takes all that is made.
/// </summary>
public sealed class SpanSource : IDisposable
{
    private readonly ActivitySource source;
    private readonly Sampler sampler;

    /// <summary>Spans under a name that an exporter can ask for.</summary>
    /// <param name="name">The daemon's name.</param>
    /// <param name="version">The daemon's version.</param>
    /// <param name="sampler">Decides which traces are recorded.</param>
    public SpanSource(string name, string version, Sampler sampler)
    {
        source = new ActivitySource(name, version);
        this.sampler = sampler;
    }

    /// <summary>Whether anybody records.</summary>
    public bool IsOn => source.HasListeners();

    /// <summary>Begins a span of a request that comes in from a caller with a trace.</summary>
    /// <param name="name">What happens.</param>
    /// <param name="caller">The caller.</param>
    /// <param name="state">The caller's <c>tracestate</c>.</param>
    /// <returns>Null when it is not recorded.</returns>
    public Activity? Enter(string name, TraceParent caller, string? state)
    {
        if (!IsOn)
            return null;
        ActivityContext parent = caller.ToContext(state);
        return IsRecorded(parent, parent.TraceId, name, ActivityKind.Server)
            ? Start(name, ActivityKind.Server, parent)
            : null;
    }

    /// <summary>Begins a trace.</summary>
    /// <param name="name">What happens.</param>
    /// <param name="kind">Whether somebody asked for it.</param>
    /// <param name="fresh">Whose trace id it has; one that is not valid for a new one.</param>
    /// <returns>Null when it is not recorded.</returns>
    public Activity? EnterRoot(
        string name, ActivityKind kind = ActivityKind.Internal, TraceParent fresh = default)
    {
        if (!IsOn)
            return null;
        ActivityTraceId id = (fresh.IsValid ? fresh : TraceParent.Fresh()).ToContext().TraceId;
        if (!IsRecorded(default, id, name, kind))
            return null;
        FreshTraceIds.Next = id;
        try
        {
            return Start(name, kind, default);
        }
        finally
        {
            FreshTraceIds.Next = null;
        }
    }

    /// <summary>Begins a part of a request.</summary>
    /// <param name="name">The part.</param>
    /// <param name="origin">The request; a part of one that is not recorded is not either.</param>
    /// <param name="kind">Whether it is a call to somebody else.</param>
    /// <param name="instead">The part that it takes the place of; one that is not valid for none.</param>
    /// <returns>Null when it is not recorded.</returns>
    public Activity? Begin(
        string name,
        in RequestOrigin origin,
        ActivityKind kind = ActivityKind.Internal,
        TraceParent instead = default)
    {
        if (!origin.Trace.IsSampled || !IsOn)
            return null;
        ActivityLink[]? links = instead.IsValid ? [new ActivityLink(instead.ToContext())] : null;
        return Start(name, kind, origin.Trace.ToContext(origin.TraceState), links);
    }

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();

    // Asked before an activity is made, which the SDK would do for each request that is not recorded too.
    private bool IsRecorded(ActivityContext parent, ActivityTraceId trace, string name, ActivityKind kind) =>
        sampler.ShouldSample(new SamplingParameters(parent, trace, name, kind)).Decision
            == SamplingDecision.RecordAndSample;

    private Activity? Start(string name, ActivityKind kind, ActivityContext parent, ActivityLink[]? links = null)
    {
        // What runs for a request changes threads and outlives it: only what is handed over is a span's parent.
        Activity? ambient = Activity.Current;
        Activity.Current = null;
        try
        {
            return source.StartActivity(name, kind, parent, null, links);
        }
        finally
        {
            Activity.Current = ambient;
        }
    }
}
