using System.Diagnostics;
using LlamaOrch.Hosting.Correlation;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Correlation;

[Trait("lane", "unit")]
public sealed class TraceParentTests
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Header = $"00-{Trace}-b7ad6b7169203331-01";

    [Fact]
    public void A_header_is_read_and_written_as_it_was()
    {
        TraceParent parsed = TraceParent.Parse(Header);

        Assert.Equal(Header, parsed.ToString());
        Assert.Equal(Trace, parsed.TraceId);
        Assert.True(parsed.IsSampled);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData($"ff-{Trace}-b7ad6b7169203331-01")]
    [InlineData($"00-{Trace}-b7ad6b7169203331-01-more")]
    [InlineData($"00-{Trace}-b7ad6b7169203331-01,00-{Trace}-b7ad6b7169203331-01")]
    [InlineData($"00-{Trace}-0000000000000000-01")]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01")]
    [InlineData("00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01")]
    [InlineData("00-+af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    [InlineData("00_0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331_01")]
    [InlineData(" 0-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")]
    public void What_is_not_a_header_is_no_trace(string text) => Assert.False(TraceParent.Parse(text).IsValid);

    [Fact]
    public void A_later_version_is_read_as_far_as_it_is_known() =>
        Assert.Equal(Header, TraceParent.Parse($"cc-{Trace}-b7ad6b7169203331-01-what-the-future-brings").ToString());

    [Fact]
    public void A_fresh_one_is_a_trace_that_nobody_records()
    {
        var fresh = TraceParent.Fresh();

        Assert.Equal(fresh, TraceParent.Parse(fresh.ToString()));
        Assert.False(fresh.IsSampled);
        Assert.NotEqual(fresh.TraceId, TraceParent.Fresh().TraceId);
    }

    [Fact]
    public void It_is_the_same_as_a_spans_context()
    {
        using var span = new Activity("any");
        span.SetParentId(Header).Start();

        Assert.Equal(span.Id, TraceParent.Of(span).ToString());
        Assert.Equal(Trace, TraceParent.Of(span).ToContext().TraceId.ToHexString());
        Assert.Equal(span.SpanId, TraceParent.Of(span).ToContext().SpanId);
    }
}
