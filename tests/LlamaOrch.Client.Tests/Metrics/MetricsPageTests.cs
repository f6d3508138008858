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

    [Theory]
    [InlineData("name{a=\"}\"} 1", "a", "}")]
    [InlineData("name{a=\"x\",b=\"y, z\"} 1", "b", "y, z")]
    [InlineData("name{a=\"1=\\\"2\\\"\",b=\"3\"} 1 1700000000", "a", "1=\"2\"")]
    [InlineData("name{a=\"1\\n2\",} 1\r", "a", "1\n2")]
    [InlineData("name{} 1", "a", "")]
    [InlineData("name 1", "a", "")]
    public void Labels_are_read_with_all_signs_that_values_may_have(string line, string label, string value)
    {
        MetricSeries series = Assert.Single(MetricsPage.Parse(line).Of("name"));

        Assert.Equal((1, value), (series.Value, series[label]));
    }

    [Theory]
    [InlineData("name")]
    [InlineData("name ")]
    [InlineData("name one")]
    [InlineData("name{a=\"b\"}")]
    [InlineData("name{a=\"b\"}1")]
    [InlineData("name{a=\"b 1")]
    [InlineData("name{a=\"b\" 1")]
    [InlineData("name{")]
    [InlineData("{a=\"b\"} 1")]
    [InlineData("1name 1")]
    [InlineData("# name 1")]
    [InlineData("# TYPE ")]
    [InlineData("")]
    public void Lines_of_another_form_are_left_out(string line)
    {
        var read = MetricsPage.Parse($"before 1\n{line}\nafter 2");

        Assert.Equal((1, 2), (read.Sum("before"), read.Sum("after")));
        Assert.Empty(read.Of("name"));
        Assert.Empty(read.Of("1name"));
    }
}
