using System.Diagnostics;
using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Hosting.Tracing;
using OpenTelemetry.Trace;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Tracing;

[Trait("lane", "unit")]
public sealed class SpanSourceTests : IDisposable
{
    private readonly string name = Guid.NewGuid().ToString("N");
    private readonly ActivityListener listener;
    private int made;

    public SpanSourceTests()
    {
        listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == name,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = _ => made++,
        };
        ActivitySource.AddActivityListener(listener);
    }

    [Fact]
    public void A_trace_begins_under_the_id_that_the_client_is_told()
    {
        using SpanSource spans = Source(new AlwaysOnSampler());
        var told = TraceParent.Fresh();

        using Activity? span = spans.EnterRoot("request", ActivityKind.Server, told);
        using Activity? other = spans.EnterRoot("request");

        Assert.Equal(told.TraceId, span!.TraceId.ToHexString());
        Assert.Null(span.ParentId);
        Assert.True(span.Recorded);
        Assert.NotEqual(span.TraceId, other!.TraceId);
    }

    [Fact]
    public void Nothing_is_made_for_a_request_that_is_not_recorded()
    {
        using SpanSource spans = Source(new ParentBasedSampler(new AlwaysOffSampler()));

        Assert.Null(spans.EnterRoot("request"));
        Assert.Null(spans.Enter("request", TraceParent.Fresh(), null));
        Assert.Null(spans.Begin("part", new RequestOrigin("client-7", TraceParent.Fresh())));
        Assert.Equal(0, made);

        TraceParent recorded = TraceParent.Fresh() with { Flags = ActivityTraceFlags.Recorded };
        using Activity? span = spans.Enter("request", recorded, "vendor=1");
        Assert.Equal((recorded.TraceId, "vendor=1"), (span!.TraceId.ToHexString(), span.TraceStateString));
    }

    [Fact]
    public void Share_is_decided_by_the_trace_so_that_all_daemons_decide_alike()
    {
        using SpanSource spans = Source(new TraceIdRatioBasedSampler(0.5));
        using SpanSource others = Source(new TraceIdRatioBasedSampler(0.5));
        TraceParent[] traces = [.. Enumerable.Range(0, 200).Select(_ => TraceParent.Fresh())];

        bool[] recorded = [.. traces.Select(trace => IsRecorded(spans.EnterRoot("request", fresh: trace)))];

        Assert.Equal(recorded, traces.Select(trace => IsRecorded(others.Enter("request", trace, null))));
        Assert.Contains(true, recorded);
        Assert.Contains(false, recorded);
    }

    public void Dispose() => listener.Dispose();

    private static bool IsRecorded(Activity? span)
    {
        using (span)
            return span is not null;
    }

    private SpanSource Source(Sampler sampler) => new(name, "1", sampler);
}
