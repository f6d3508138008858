using System.Diagnostics;
using LlamaOrch.Hosting.Correlation;

namespace LlamaOrch.Hosting.Tracing;

/// <summary>
/// The spans of one daemon: several daemons share a process in the home profile, and each has its own. Nothing is made
/// for a request whose trace nobody records.
/// </summary>
public sealed class SpanSource : IDisposable
{
    private readonly ActivitySource source;

    /// <summary>Spans under a name that an exporter can ask for.</summary>
    /// <param name="name">The daemon's name.</param>
    /// <param name="version">The daemon's version.</param>
    public SpanSource(string name, string version) => source = new ActivitySource(name, version);

    /// <summary>Whether anybody records.</summary>
    public bool IsOn => source.HasListeners();

    /// <summary>Begins a span that the sampler decides on: of a request that comes in, or of our own doing.</summary>
    /// <param name="name">What happens.</param>
    /// <param name="kind">Whether somebody asked for it.</param>
    /// <param name="parent">The caller; one that is not valid for none.</param>
    /// <param name="state">The caller's <c>tracestate</c>.</param>
    /// <returns>Null when it is not recorded.</returns>
    public Activity? Enter(
        string name, ActivityKind kind = ActivityKind.Internal, TraceParent parent = default, string? state = null) =>
        IsOn ? Start(name, kind, parent, state, null) : null;

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
        return Start(name, kind, origin.Trace, origin.TraceState, links);
    }

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();

    private Activity? Start(
        string name, ActivityKind kind, TraceParent parent, string? state, IEnumerable<ActivityLink>? links)
    {
        // What runs for a request changes threads and outlives it: only what is handed over is a span's parent.
        Activity? ambient = Activity.Current;
        Activity.Current = null;
        try
        {
            return source.StartActivity(name, kind, parent.IsValid ? parent.ToContext(state) : default, null, links);
        }
        finally
        {
            Activity.Current = ambient;
        }
    }
}
