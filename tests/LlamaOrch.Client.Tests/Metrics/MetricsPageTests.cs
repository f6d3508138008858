using LlamaOrch.Client.Metrics;
using Xunit;

namespace LlamaOrch.Client.Tests.Metrics;

[Trait("lane", "unit")]
public sealed class MetricsPageTests
{
    private const string Text = """
        # HELP tasks_total Tasks.
        # TYPE tasks_total counter
        tasks_total{pool_id="a",reason="x"} 2
        tasks_total{pool_id="b \"\\",reason="x"} 3.5
        # TYPE wait_ms histogram
        wait_ms_bucket{le="+Inf"} 7 # {trace_id="1"} 1
        # TYPE idle gauge
        not a line
        up +Inf
        """;

    private readonly MetricsPage page = MetricsPage.Parse(Text);

    [Fact]
    public void Series_are_summed_by_label_and_over_all()
    {
        Assert.Equal(2, page.Sum("tasks_total", "pool_id", "a"));
        Assert.Equal(5.5, page.Sum("tasks_total"));
        Assert.Equal(0, page.Sum("nothing_total"));
        Assert.Equal("b \"\\", page.Of("tasks_total")[1]["pool_id"]);
        Assert.Equal(7, page.Sum("wait_ms_bucket"));
        Assert.Equal(double.PositiveInfinity, page.Sum("up"));
    }

    [Fact]
    public void A_metric_is_there_with_a_series_and_declared_without()
    {
        Assert.True(page.Has("wait_ms"));
        Assert.False(page.Has("idle"));
        Assert.True(page.Declares("idle"));
        Assert.False(page.Declares("nothing_total"));
    }
}
